// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.peer;

import io.engram.trace.jmh.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LargeRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Chronicle Queue: a mapped file for each thread that keeps every event, which is more than a ring does. It needs the
 * inside of the JDK, and is told not to report home.
 */
@Fork(value = 2, jvmArgsAppend = {
    "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED", "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
    "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
    "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED", "--add-opens=java.base/java.lang=ALL-UNNAMED",
    "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/java.util=ALL-UNNAMED", "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED", "-Dchronicle.analytics.disable=true",
    "-Dchronicle.disk.monitor.disable=true"})
public class ChronicleBenchmark extends PeerBenchmark {
    /** Called by JMH. */
    public ChronicleBenchmark() {
    }

    /** A queue that is removed after each iteration, as it grows by a hundred megabytes in a second. */
    @State(Scope.Thread)
    public static class Appending {
        private Path folder;
        private ChronicleQueue queue;
        private ExcerptAppender appender;

        /** Called by JMH. */
        public Appending() {
        }

        /**
         * Makes the queue.
         *
         * @throws IOException if there is no room for it
         */
        @Setup(Level.Iteration)
        public void open() throws IOException {
            folder = Files.createTempDirectory("engram-jmh");
            queue = SingleChronicleQueueBuilder.binary(folder).rollCycle(LargeRollCycles.LARGE_DAILY).build();
            appender = queue.createAppender();
        }

        /**
         * Removes the queue.
         *
         * @throws IOException if it cannot be removed
         */
        @TearDown(Level.Iteration)
        public void remove() throws IOException {
            appender.close();
            queue.close();
            List<Path> found;
            try (Stream<Path> files = Files.walk(folder)) {
                found = files.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : found) {
                Files.delete(file);
            }
        }
    }

    /**
     * Appends an event.
     *
     * @param queue of this thread
     * @param event what is recorded
     */
    @Benchmark
    public void chronicleQueue(Appending queue, Payload event) {
        try (DocumentContext document = queue.appender.writingDocument()) {
            Bytes<?> bytes = document.wire().bytes();
            bytes.writeLong(System.nanoTime());
            bytes.writeLong(event.correlationId);
            bytes.writeInt(event.primingType.ordinal());
            bytes.writeFloat(event.intensity);
            bytes.writeLong(event.node);
            bytes.writeLong(event.other0);
        }
    }
}
