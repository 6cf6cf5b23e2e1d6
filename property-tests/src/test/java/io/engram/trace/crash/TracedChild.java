// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.crash;

import io.engram.trace.core.EventType;
import io.engram.trace.jvm.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A JVM of its own that runs {@link TracedMain}. */
final class TracedChild implements AutoCloseable {
    // Soon there, and small: what is traced matters, not how fast.
    private static final List<String> OPTIONS = List.of("-Xmx96m", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
            "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-Dengram.trace.preset=development",
            // One line for a warning, without the time and place.
            "-Djava.util.logging.SimpleFormatter.format=%4$s %5$s%n");

    private final ChildJvm jvm;

    private TracedChild(ChildJvm jvm) {
        this.jvm = jvm;
    }

    /** The command that starts one which traces into a folder, as a flight recorder if the options name no format. */
    static List<String> command(Path folder, String... options) {
        List<String> all = new ArrayList<>(OPTIONS);
        all.add("-Dengram.trace.file-dir=" + folder);
        all.add("-Dengram.trace.export.format=none");
        all.addAll(Arrays.asList(options));
        return ChildJvm.command(TracedMain.class.getName(), all, List.of());
    }

    static TracedChild start(Path folder, String... options) throws IOException {
        return new TracedChild(ChildJvm.start(command(folder, options)));
    }

    /** Starts one by a shell, itself run by a command such as {@code unshare} or none, that does something before. */
    static TracedChild startBy(List<String> wrapper, String script, List<String> command) throws IOException {
        List<String> all = new ArrayList<>(wrapper);
        // The shell becomes the JVM, so that $$ is the JVM's process id.
        all.addAll(List.of("bash", "-c", "set -e; " + script + "; exec \"$@\"", "bash"));
        all.addAll(command);
        return new TracedChild(ChildJvm.start(all));
    }

    ChildJvm jvm() {
        return jvm;
    }

    /** Starts a tracer, which must have a file. */
    Path open() throws InterruptedException {
        return Path.of(jvm.ask("open", "opened"));
    }

    /** Starts threads that make so many calls each, and so many a second, 0 for no limit. */
    void go(int threads, int calls, long callsPerSecond) throws InterruptedException {
        jvm.ask("go " + threads + " " + calls + " " + callsPerSecond, "going");
    }

    /** Starts threads that trace until they are stopped. */
    void goOn(int threads, long callsPerSecond) throws InterruptedException {
        go(threads, Integer.MAX_VALUE, callsPerSecond);
    }

    /** Waits until each thread has begun so many more calls. */
    void pass(long calls) throws InterruptedException {
        jvm.ask("pass " + calls, "passed");
    }

    /** Waits until all calls are made; how many each thread made. */
    long[] join() throws InterruptedException {
        jvm.tell("join");
        return joined();
    }

    /** Stops the threads; how many calls each of them has made. */
    long[] stop() throws InterruptedException {
        jvm.tell("stop");
        return joined();
    }

    /** Reads the answer to {@code join} and {@code stop}: how many calls each thread made. */
    long[] joined() throws InterruptedException {
        return numbers(jvm.await("joined"));
    }

    /** What the tracer itself says: {@code recorded}, {@code observed} or {@code exported}. */
    Map<EventType, Long> figures(String name) throws InterruptedException {
        long[] numbers = numbers(jvm.ask(name, name));
        Map<EventType, Long> figures = new EnumMap<>(EventType.class);
        for (EventType type : EventType.values()) {
            figures.put(type, numbers[type.ordinal()]);
        }
        return figures;
    }

    private static long[] numbers(String words) {
        return Arrays.stream(words.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    @Override
    public void close() {
        jvm.close();
    }
}
