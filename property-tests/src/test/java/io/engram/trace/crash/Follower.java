// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.tracefile.OwnerState;
import io.engram.trace.collector.tracefile.Tail;
import io.engram.trace.collector.tracefile.TraceFile;
import io.engram.trace.collector.tracefile.TraceFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Follows the events of another process in this one. */
final class Follower implements AutoCloseable {
    private static final int POLL = 20_000;
    private static final long LIMIT_NANOS = Duration.ofMinutes(2).toNanos();

    private final TraceFile file;
    private final Tail tail;
    private final Receipt receipt = new Receipt();
    private final long deadlineNanos = System.nanoTime() + LIMIT_NANOS;

    /** Begins with the oldest events in the rings, or with those that come. */
    Follower(Path path, boolean fromOldest) throws IOException {
        this.file = openWhenReady(path);
        this.tail = file.tail(fromOldest);
    }

    private static TraceFile openWhenReady(Path path) throws IOException {
        long deadlineNanos = System.nanoTime() + LIMIT_NANOS;
        Set<TraceFileException.Kind> passing =
                EnumSet.of(TraceFileException.Kind.MISSING, TraceFileException.Kind.NOT_READY);
        while (true) {
            try {
                return TraceFile.open(path);
            } catch (TraceFileException e) {
                assertTrue(passing.contains(e.kind()) && System.nanoTime() - deadlineNanos < 0, e::getMessage);
            }
        }
    }

    TraceFile file() {
        return file;
    }

    Receipt receipt() {
        return receipt;
    }

    /** Takes what there is; whether there was nothing more. */
    boolean poll() throws IOException {
        assertTrue(System.nanoTime() - deadlineNanos < 0, "still following");
        receipt.add(tail.poll(POLL));
        receipt.addLost(tail.lost());
        return tail.isDrained();
    }

    /** Follows until so many more events have come. */
    void pollUntilReceived(long more) throws IOException {
        long aim = receipt.received() + more;
        while (receipt.received() < aim) {
            poll();
        }
    }

    /** Follows until the tracer runs no more, and takes all that it has left; what became of it. */
    OwnerState pollUntilEnd() throws IOException {
        while (file.ownerState() == OwnerState.RUNNING) {
            poll();
        }
        boolean drained;
        do {
            drained = poll();
        } while (!drained);
        return file.ownerState();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
