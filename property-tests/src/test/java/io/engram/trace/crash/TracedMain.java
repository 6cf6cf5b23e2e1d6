// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.crash;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.load.TracedCall;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The process that the tests look into. It reads commands from standard input, one a line, answers each with a line, and
 * ends with its input:
 * <dl>
 * <dt>{@code open}<dd>starts a tracer, configured by system properties; {@code opened FILE}, or {@code opened none}
 * <dt>{@code use N}<dd>turns to the N-th tracer that was started, from 0
 * <dt>{@code go THREADS CALLS RATE}<dd>starts threads that trace so many calls each, and so many a second, 0 for no
 * limit; {@code going} once each of them has traced
 * <dt>{@code rate RATE}<dd>lets them make so many calls a second from now on; {@code rated}
 * <dt>{@code pass N}<dd>{@code passed} once each thread has begun N more calls
 * <dt>{@code join}<dd>{@code joined} and how many calls each thread made, once all calls are made
 * <dt>{@code stop}<dd>the same, with the threads stopped
 * <dt>{@code recorded}, {@code observed}, {@code exported}<dd>that figure of each event type
 * <dt>{@code close}<dd>closes the tracer; {@code closed}, and whether everything was delivered
 * <dt>{@code exit}<dd>ends in the ordinary way, the tracer open, which the JVM's shutdown closes
 * <dt>{@code halt}<dd>ends at once, the tracer open
 * </dl>
 */
final class TracedMain {
    private final List<CognitiveTracer> tracers = new ArrayList<>();
    private final List<LoadThread> threads = new ArrayList<>();
    private CognitiveTracer tracer;

    private TracedMain() {
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        TracedMain main = new TracedMain();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println(main.follow(line.split(" ")));
        }
        // The tests' JVM is gone.
        Runtime.getRuntime().halt(3);
    }

    private String follow(String[] words) throws InterruptedException {
        return switch (words[0]) {
            case "open" -> open();
            case "use" -> {
                tracer = tracers.get(Integer.parseInt(words[1]));
                yield "using " + words[1];
            }
            case "go" -> {
                go(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[3]));
                yield "going";
            }
            case "rate" -> {
                threads.forEach(thread -> thread.setRate(Long.parseLong(words[1])));
                yield "rated";
            }
            case "pass" -> {
                pass(Long.parseLong(words[1]));
                yield "passed";
            }
            case "join" -> join();
            case "stop" -> {
                threads.forEach(LoadThread::end);
                yield join();
            }
            case "recorded" -> figures(words[0], TypeStats::recorded);
            case "observed" -> figures(words[0], TypeStats::observed);
            case "exported" -> figures(words[0], TypeStats::exported);
            case "close" -> "closed " + tracer.close(Duration.ofMinutes(1)).complete();
            case "exit" -> {
                System.exit(0);
                yield "";
            }
            case "halt" -> {
                Runtime.getRuntime().halt(0);
                yield "";
            }
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private String open() {
        tracer = CognitiveTracer.start(TracingConfig.fromSystemProperties());
        tracers.add(tracer);
        return "opened " + tracer.traceFile().map(Object::toString).orElse("none");
    }

    private void go(int count, int calls, long callsPerSecond) throws InterruptedException {
        int first = threads.size();
        for (int i = 0; i < count; i++) {
            threads.add(new LoadThread(tracer, first + i, calls, callsPerSecond));
        }
        threads.subList(first, threads.size()).forEach(Thread::start);
        // When the second call begins, the first has been made.
        pass(2);
    }

    private void pass(long more) throws InterruptedException {
        List<Long> aims = threads.stream().map(thread -> thread.begun() + more).toList();
        for (int i = 0; i < aims.size(); i++) {
            while (threads.get(i).begun() < aims.get(i) && threads.get(i).isAlive()) {
                Thread.onSpinWait();
                Thread.yield();
            }
        }
    }

    private String join() throws InterruptedException {
        StringBuilder answer = new StringBuilder("joined");
        for (LoadThread thread : threads) {
            thread.join();
            answer.append(' ').append(thread.begun());
        }
        return answer.toString();
    }

    private String figures(String name, ToLongFunction<TypeStats> figure) {
        StringBuilder answer = new StringBuilder(name);
        for (EventType type : EventType.values()) {
            answer.append(' ').append(figure.applyAsLong(tracer.stats().of(type)));
        }
        return answer.toString();
    }
}
