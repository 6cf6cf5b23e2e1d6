// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.collector.tracefixture.FixtureRing;
import io.engram.trace.collector.tracefixture.TraceFileFixture;
import io.engram.trace.core.spi.TracedThread;
import java.io.IOException;
import java.nio.file.Path;

/** Writes a trace file until it is killed, and follows requests; says so when the ring has gone round once. */
final class OwnerMain {
    static final int CAPACITY = 1_000;
    static final TracedThread THREAD = new TracedThread(7, "owner");

    private OwnerMain() {
    }

    public static void main(String[] args) throws IOException {
        TraceFileFixture fixture = TraceFileFixture.ofRunning(Path.of(args[0]), CAPACITY, 1);
        FixtureRing ring = fixture.addRing(THREAD);
        for (long key = 0; key >= 0; key++) {
            ring.write(key, 1);
            fixture.follow();
            if (key == CAPACITY) {
                System.out.println("full");
            }
        }
    }
}
