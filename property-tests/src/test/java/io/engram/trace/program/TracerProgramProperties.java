// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.program;

import io.engram.trace.core.EventType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;

/**
 * Whole tracers against their books, for random programs of records, switches, threads, collector, exporters and close.
 * A program that fails is shrunk, and printed as a list of what it did.
 *
 * <p>{@code -Djqwik.tries.default=5000} for more programs, {@code -Dengram.test.program-actions=200} for longer ones.
 */
class TracerProgramProperties {
    private static final int ACTIONS = Integer.getInteger("engram.test.program-actions", 30);
    private static final Logger EXPORT = Logger.getLogger("io.engram.trace.export");
    private static Level level;

    // Of the program that runs. No part of the chain: jqwik does not shrink chains that depend on another value.
    private Setup setup;
    private final List<Program> opened = new ArrayList<>();

    @BeforeContainer
    static void silence() {
        // Failing exporters are what this is about.
        level = EXPORT.getLevel();
        EXPORT.setLevel(Level.OFF);
    }

    @AfterContainer
    static void restore() {
        EXPORT.setLevel(level);
    }

    @Property
    void shouldAccountForEachCallOfAnyProgram(@ForAll("setups") Setup start,
            @ForAll("programs") ActionChain<Program> chain) {
        run(start, chain);
    }

    @Property
    void shouldAccountForCallsMadeAtTheSameTime(@ForAll("setups") Setup start,
            @ForAll("programsWithBursts") ActionChain<Program> chain) {
        run(start, chain);
    }

    private void run(Setup start, ActionChain<Program> chain) {
        setup = start;
        try {
            chain.withInvariant("books", Program::check).run().finish();
        } finally {
            opened.forEach(Program::abandon);
            opened.clear();
        }
    }

    @Provide
    Arbitrary<ActionChain<Program>> programs() {
        return common(true)
                .withAction(40, of(Combinators.combine(threads(), Calls.any(), repetitions()).as(
                        (thread, call, times) -> act("thread " + thread + " records " + times(times) + call,
                                it -> it.record(thread, call, times)))));
    }

    @Provide
    Arbitrary<ActionChain<Program>> programsWithBursts() {
        Arbitrary<List<TraceCall>> calls = Calls.any().list().ofMinSize(1).ofMaxSize(Program.THREADS);
        return common(false)
                .withAction(20, of(Combinators.combine(calls, repetitions(), Arbitraries.of(false, true)).as(
                        (list, times, collecting) -> act("threads from 0 record " + times(times) + list
                                + (collecting ? " while the collector runs" : " while the collector stands"),
                                it -> it.recordAtOnce(list, times, collecting)))));
    }

    private ActionChainArbitrary<Program> common(boolean oneCallAtATime) {
        return ActionChain.startWith(() -> open(oneCallAtATime))
                .withAction(12, of(Combinators.combine(threads(), Calls.any()).as(
                        (thread, call) -> act("thread " + thread + " records " + call + " and stops",
                                it -> it.recordAndStop(thread, call)))))
                .withAction(3, of(Combinators.combine(threads(), Calls.any()).as(
                        (thread, call) -> act("thread " + thread + " and the collector take turns with " + call,
                                it -> it.takeTurns(thread, call)))))
                .withAction(1, of(threads().map(thread -> act("thread " + thread + " starts", it -> it.start(thread)))))
                .withAction(4, of(threads().map(thread -> act("thread " + thread + " stops", it -> it.stop(thread)))))
                .withAction(4, of(Combinators.combine(types(), Arbitraries.of(true, false)).as(
                        (type, on) -> act(type.label() + " is switched " + (on ? "on" : "off"),
                                it -> it.setEnabled(type, on)))))
                .withAction(4, of(Combinators.combine(types(), Arbitraries.of(1.0, 0.0, 0.3, 0.9)).as(
                        (type, rate) -> act(type.label() + " is sampled at " + rate, it -> it.setRate(type, rate)))))
                .withAction(8, just("collector takes what there is", Program::drain))
                .withAction(8, just("collector looks once", Program::step))
                .withAction(4, just("an interval passes", Program::letTimePass))
                .withAction(4, just("tracer is flushed", Program::flush))
                .withAction(8, of(Combinators.combine(Arbitraries.of("a", "b"), Arbitraries.of(Mood.class)).as(
                        (name, mood) -> act("exporter " + name + " becomes " + mood, it -> it.become(name, mood)))))
                .withAction(1, of(Arbitraries.of(true, false).map(patiently -> act("tracer is closed "
                        + (patiently ? "patiently" : "at once"), it -> it.close(patiently)))))
                .withMaxTransformations(ACTIONS);
    }

    private Program open(boolean oneCallAtATime) {
        Program program = new Program(setup, oneCallAtATime);
        opened.add(program);
        return program;
    }

    private static Action.Independent<Program> of(Arbitrary<Transformer<Program>> transformers) {
        return () -> transformers;
    }

    private static Action.Independent<Program> just(String sentence, Consumer<Program> action) {
        return Action.just(act(sentence, action));
    }

    private static Transformer<Program> act(String sentence, Consumer<Program> action) {
        return Transformer.mutate(sentence, action);
    }

    private static String times(int times) {
        return times == 1 ? "" : times + " times ";
    }

    @Provide
    Arbitrary<Setup> setups() {
        // Mostly rings that are lapped at once; the large ones fill the exporters' queues.
        Arbitrary<Integer> capacities = Arbitraries.of(1, 2, 3, 5, 16, 300);
        return Combinators.combine(capacities, Arbitraries.integers().between(1, 5), Arbitraries.of(1, 7, 50),
                Arbitraries.integers().between(1, 2), Arbitraries.of(false, true)).as(Setup::new);
    }

    private static Arbitrary<Integer> threads() {
        return Arbitraries.integers().between(0, Program.THREADS - 1);
    }

    private static Arbitrary<EventType> types() {
        return Arbitraries.of(EventType.class);
    }

    private static Arbitrary<Integer> repetitions() {
        return Arbitraries.frequencyOf(Tuple.of(4, Arbitraries.just(1)),
                Tuple.of(3, Arbitraries.integers().between(1, 20)), Tuple.of(1, Arbitraries.just(250)));
    }
}
