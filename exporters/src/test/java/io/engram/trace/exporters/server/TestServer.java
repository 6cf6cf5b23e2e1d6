package io.engram.trace.exporters.server;

import java.util.Map;

/** A real server in this process that a test tells how to behave; what is not told otherwise it accepts. */
public interface TestServer extends AutoCloseable {
    /** Where it listens. */
    String endpoint();

    /** Answers the next requests so, accepting nothing unless the status says that it does. */
    void answerNext(int times, int status, Map<String, String> headers, String body);

    /** Answers the next request never. */
    void hangNext();

    /** Answers the next request when {@link #release} is called. */
    void holdNext();

    /** Lets the request that is held be answered. */
    void release();

    /** Closes the connection in the middle of the answer to the next request. */
    void breakNext();

    /** Waits until so many requests have come in all. */
    void awaitRequests(int count) throws InterruptedException;

    /** How many requests have come. */
    int requests();

    @Override
    void close();
}
