// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.stats.RejectReason;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** What JUnit reports of tests with a tracer. */
@Timeout(120)
class TraceCognitionTest {
    private static final String PRIMINGS = "\n  1. priming semantic 1 -> 2, strength 0.5 [main]"
            + "\n  2. priming repetition 2 -> 3, strength 1.0 [main]";
    private static final String ALL = "\n  1. priming semantic 1 -> 2, strength 0.5 [main]"
            + "\n  2. interference fan with 3 by [4, 5, 6] of 4, magnitude 0.25, correlation 7 [main]"
            + "\n  3. reconsolidation of 8, window 0.5, modifications 2, fields 0x5, plasticity 1.0 [main]"
            + "\n  4. false memory of 18446744073709551615 from [9], confidence 0.75 [main]"
            + "\n  5. priming repetition 2 -> 3, strength 1.0 [main]";

    private static EngineExecutionResults run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter").selectors(selectClass(tests)).execute();
    }

    private static Throwable thrown(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow();
    }

    private static Map<String, Throwable> failures(Class<?> tests) {
        return run(tests).testEvents().failed().stream().collect(Collectors.toMap(
                event -> event.getTestDescriptor().getDisplayName().replaceAll("\\(.*", ""),
                TraceCognitionTest::thrown));
    }

    private static List<String> failureTexts(EngineExecutionResults results) {
        return results.testEvents().failed().stream().map(event -> event.getTestDescriptor().getDisplayName() + ": "
                + thrown(event)).toList();
    }

    @Test
    void shouldGiveEachTestATracerAndItsEvents() {
        Samples.Passing.TRACERS.clear();
        EngineExecutionResults results = run(Samples.Passing.class);
        assertEquals(List.of(), failureTexts(results));
        results.testEvents().assertStatistics(statistics -> statistics.started(10).succeeded(10));
        assertEquals(10, Samples.Passing.TRACERS.stream().distinct().count());
        Samples.Passing.TRACERS.forEach(tracer -> {
            tracer.tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
            assertEquals(1, tracer.stats().of(EventType.PRIMING).rejected().get(RejectReason.CLOSED), "closed");
            assertEquals(0, tracer.stats().rings());
        });
    }

    @Test
    void shouldTakeWhatIsNearestToTheTest() {
        EngineExecutionResults results = run(Samples.Nesting.class);
        assertEquals(List.of(), failureTexts(results));
        results.testEvents().assertStatistics(statistics -> statistics.succeeded(2));
    }

    @Test
    void shouldKeepTestsApartThatRunAtTheSameTime() {
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                .selectors(selectClass(Samples.Parallel.class)).execute();
        assertEquals(List.of(), failureTexts(results));
        results.testEvents().assertStatistics(statistics -> statistics.succeeded(2));
    }

    @Test
    void shouldShowWhatWasRecordedWhenSomethingIsNotAsExpected() {
        Map<String, String> messages = new TreeMap<>();
        failures(Samples.Failing.class).forEach((test, failure) -> {
            assertTrue(failure instanceof AssertionError || test.equals("failsAndLoses"), () -> test + ": " + failure);
            messages.put(test, failure.getMessage());
        });
        String many = messages.remove("hasMany");
        assertEquals(Map.of(
                "misses", "no priming 2 -> 1: 5 events" + ALL,
                "hasTooMany", "expected 1 event: 2 events" + PRIMINGS,
                "hasAny", "expected 0 events: 1 event"
                        + "\n  1. false memory of 18446744073709551615 from [9], confidence 0.75 [main]",
                "hasNone", "expected 1 event: no events",
                "isOutOfOrder", "no priming 1 -> 2 after event 2: 2 events" + PRIMINGS,
                "isOther", "event 2 is no priming 3 -> 2, correlation 4: 2 events" + PRIMINGS,
                "hasWhatItMayNot", "unexpected priming 2 -> 3 (event 2): 2 events" + PRIMINGS,
                "waitsInVain", "no interference with 9, magnitude 1: 5 events" + ALL,
                "loses", "1 event was lost: {priming invalid_argument=1}; mend that, give @TraceCognition a larger "
                        + "ringCapacity, or allowLoss = true",
                "failsAndLoses", "the test's own"), messages);
        assertTrue(many.startsWith("expected 0 events: 62 events" + PRIMINGS), many);
        assertTrue(many.endsWith("\n  50. priming semantic 47 -> 47, strength 1.0 [main]\n  and 12 more"), many);
    }

    @Test
    void shouldTellOfLossesBesideTheTestsOwnFailure() {
        Throwable failure = failures(Samples.Failing.class).get("failsAndLoses");
        assertEquals("the test's own", failure.getMessage());
        assertEquals("2 events were lost: {false_memory invalid_argument=1, priming invalid_argument=1}; mend that, "
                + "give @TraceCognition a larger ringCapacity, or allowLoss = true",
                failure.getSuppressed()[0].getMessage());
    }

    @Test
    void shouldSayWhatIsMissingWhereItIsMisused() {
        String message = failures(Samples.Unannotated.class).get("cannotBegin").getMessage();
        assertEquals("neither cannotBegin() nor a class around it is annotated: use @TraceCognition in place of the "
                + "extension", message);
        String early = failures(Samples.TooEarly.class).get("cannotBegin").getMessage();
        assertTrue(early.contains("No ParameterResolver registered for parameter"), early);
    }
}
