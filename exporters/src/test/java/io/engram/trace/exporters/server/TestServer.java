// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.server;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A real server in this process that does what a test decides on. What is decided counts for requests to come. */
public interface TestServer extends AutoCloseable {
    int port();

    /** Positions of the events that were accepted, in the order in which they came. */
    List<Long> acceptedPositions();

    /** Answers the next requests with a failure that is to be tried again. */
    void failForNow(int times);

    /** Answers the next requests with a failure for good. */
    void refuse(int times);

    /** Answers the next requests with a failure that is to be tried again, and says when. */
    void throttle(Duration retryAfter, int times);

    /** Leaves the next requests without an answer. */
    void hang(int times);

    /** Accepts the next requests, but lets them wait. */
    void acceptAfter(Duration delay, int times);

    /** Breaks the connection in the middle of the next request, and stops. */
    void stopWithinRequest();

    /** Waits until so many requests have come in all. */
    void awaitRequests(int count) throws InterruptedException;

    void stop();

    /** Starts again on the same port. */
    void restart() throws IOException;

    @Override
    void close();
}
