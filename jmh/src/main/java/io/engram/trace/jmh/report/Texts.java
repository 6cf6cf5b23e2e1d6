// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What reports say in words. */
final class Texts {
    static final String HOW_MEASURED = """
            Mean, error and B/op come from JMH's AverageTime, percentiles from SampleTime; the error is half of the \
            99.9 % confidence interval. Each sample times one call with two clock readings: `empty` shows what that \
            alone comes to, so read a percentile as its distance from the first row. With several threads a mean is \
            what a call costs each of them. B/op counts the whole JVM, consumers included.""";

    static final String COORDINATED_OMISSION = """
            Calls run back to back: the next one begins when the last one has returned, and only some are timed. A \
            stall of 1 ms therefore counts as one slow call, while callers that come by a schedule would have found \
            some 30,000 calls late behind it. The percentiles say how long a call takes, not how long a caller waits \
            who was due at a certain time, and rare stalls can fall between two samples: this is coordinated \
            omission, and these figures are not corrected for it.""";

    static final String TAKEN = """
            Where a queue is full, its event is dropped, as a tracer must do, and dropping is cheap: read a mean \
            together with the share that was taken. The tracer's rings and Agrona's broadcast overwrite instead; \
            taken is then what a consumer got in time. Where nothing is said no consumer ran, or nothing is \
            dropped.""";

    private Texts() {
    }

    /** Where, when, with what and how carefully was measured. */
    static List<String> header(Run run) {
        List<String> lines = new ArrayList<>(run.machine().lines());
        lines.add("JVM: " + distinct(run, Result::jvm));
        lines.add("Flags: " + distinct(run, Result::jvmArgs));
        lines.add("Forks × (warm-up + measurement): " + distinct(run, Result::effort));
        return lines;
    }

    static String distinct(Run run, Function<Result, String> property) {
        String values = run.results().all().stream().map(property).distinct().sorted()
                .map(value -> value.isEmpty() ? "none" : value).collect(Collectors.joining("; "));
        return values.isEmpty() ? "unknown" : values;
    }
}
