// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jvm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process, a JVM mostly, that is told what to do by lines on its standard input and tells what it did by lines on its
 * standard output.
 *
 * <p>Assumptions: one thread talks to it. Progress: nothing here waits longer than {@value #LIMIT_SECONDS} seconds for the
 * process; then it fails with all that the process has printed.
 */
public final class ChildJvm implements AutoCloseable {
    private static final int LIMIT_SECONDS = 120;
    // Says that a stream has ended; no line contains a line feed.
    private static final String END = "\n";

    private final Process process;
    private final Writer input;
    private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
    private final List<String> out = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final Thread outReader;
    private final Thread errorReader;

    private ChildJvm(Process process) {
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        this.outReader = read(process.getInputStream(), out, unread);
        this.errorReader = read(process.getErrorStream(), errors, null);
    }

    /** The command that runs a class of this JVM's class path in another JVM. */
    public static List<String> command(String mainClass, List<String> options, List<String> arguments) {
        return command(mainClass, System.getProperty("java.class.path"), options, arguments);
    }

    /** The command that runs a class of any class path in another JVM. */
    public static List<String> command(String mainClass, String classPath, List<String> options,
            List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        return command;
    }

    /** Starts a process whose output is read. */
    public static ChildJvm start(List<String> command) throws IOException {
        return new ChildJvm(new ProcessBuilder(command).start());
    }

    /** Starts a process whose standard output goes into a file and is not read. */
    public static ChildJvm start(List<String> command, Path output) throws IOException {
        return new ChildJvm(new ProcessBuilder(command).redirectOutput(output.toFile()).start());
    }

    private static Thread read(InputStream stream, List<String> lines, BlockingQueue<String> queue) {
        return Thread.ofPlatform().daemon().start(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    synchronized (lines) {
                        lines.add(line);
                    }
                    if (queue != null) {
                        queue.add(line);
                    }
                }
            } catch (IOException e) {
                synchronized (lines) {
                    lines.add("(" + e + ")");
                }
            } finally {
                if (queue != null) {
                    queue.add(END);
                }
            }
        });
    }

    /** Process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether the process has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Gives the process a line. */
    public void tell(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(this.toString(), e);
        }
    }

    /** Waits for the next line that begins with a word; what follows the word and a space. */
    public String await(String word) throws InterruptedException {
        while (true) {
            String line = unread.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (line == null || line.equals(END)) {
                throw new AssertionError("no line '" + word + "' of " + this);
            }
            if (line.equals(word) || line.startsWith(word + " ")) {
                return line.substring(Math.min(line.length(), word.length() + 1));
            }
        }
    }

    /** Gives the process a line and waits for one that begins with a word. */
    public String ask(String line, String word) throws InterruptedException {
        tell(line);
        return await(word);
    }

    /** Waits for the process's end; its exit code. */
    public int end() throws InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("did not end: " + this);
        }
        outReader.join();
        errorReader.join();
        return process.exitValue();
    }

    /** Kills the process, so that it can do nothing more, and waits for its end. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        end();
    }

    /** Sends the process a signal, such as {@code STOP}. */
    public void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).inheritIO().start().waitFor();
        if (code != 0) {
            throw new AssertionError("kill -" + name + " ended with " + code);
        }
    }

    /** All lines of standard output until now. */
    public List<String> out() {
        synchronized (out) {
            return List.copyOf(out);
        }
    }

    /** All lines of standard error until now. */
    public List<String> errors() {
        synchronized (errors) {
            return List.copyOf(errors);
        }
    }

    /** Kills the process if it has not ended. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return "process " + pid() + (isAlive() ? ", running" : ", ended with " + process.exitValue()) + ", output "
                + last(out()) + ", errors " + last(errors());
    }

    private static List<String> last(List<String> lines) {
        return lines.subList(Math.max(0, lines.size() - 50), lines.size());
    }
}
