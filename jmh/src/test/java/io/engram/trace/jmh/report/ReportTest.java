// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Machine MACHINE =
            new Machine("Some CPU", 8, "Some OS", Instant.parse("2026-01-02T03:04:05Z"), "0123abcd");

    @Test
    void tableHasYardsticksFirstAndEachBenchmarkOnce() throws IOException {
        List<String> names = rows().stream().map(cells -> cells.get(0)).toList();
        assertEquals(List.of("empty", "nanoTime", "switchedOff", "notConfigured", "priming", "falseMemory",
                "jsonDocument ids=random"), names);
    }

    @Test
    void rowHoldsBothModes() throws IOException {
        assertEquals(List.of("priming", "29.00", "1.00", "28.70", "1.21", "30", "40", "60", "200", "1,500",
                "1,234,567", "0.01", "–"), row("priming"));
    }

    @Test
    void yardsticksAreNotAppliedToManyEvents() throws IOException {
        assertEquals(List.of("jsonDocument ids=random", "4,000,000", "20,000", "–", "–"),
                row("jsonDocument ids=random").subList(0, 5));
    }

    @Test
    void headerTellsMachineJvmFlagsAndEffort() throws IOException {
        String report = report(stored());
        for (String part : List.of("Some CPU, 8 cores", "Some OS", "2026-01-02T03:04:05Z", "Commit: 0123abcd",
                "JVM: OpenJDK 64-Bit Server VM", "Flags: none; -Dengram.trace=off", "1 × (1 × 10 ms + 1 × 10 ms)",
                "coordinated omission")) {
            assertTrue(report.contains(part), part);
        }
    }

    @Test
    void goalsAreJudged() throws IOException {
        Map<String, Boolean> verdicts = Goal.judge(new Results(stored())).stream()
                .collect(Collectors.toMap(goal -> goal.name().replaceAll("[:,].*", "") + " " + goal.found(),
                        Goal::met));
        assertEquals(Map.of(
                "switched off +0.050 ns, margins 0.200 ns", true,
                "not configured 0.95 ns", true,
                "record with nanoTime 1.30 × (falseMemory)", false,
                "record with nanoTime 101.00 ns (falseMemory)", false,
                "10 4.00 ms (jsonDocument ids=random)", false), verdicts);
    }

    @Test
    void switchedOffFailsBeyondTheMargins() {
        Goal goal = Goal.judge(new Results(List.of(average("empty", 0.3, 0.01), average("switchedOff", 0.5, 0.01))))
                .get(0);
        assertFalse(goal.met());
    }

    @Test
    void switchedOffWithoutMarginsFails() {
        Goal goal = Goal.judge(new Results(List.of(average("empty", 0.5, Double.NaN),
                average("switchedOff", 0.3, Double.NaN)))).get(0);
        assertFalse(goal.met(), "one iteration proves nothing");
    }

    @Test
    void fileIsComparedWithAnonymousMemoryOfTheSameBenchmark() {
        Map<String, Boolean> verdicts = Goal.judge(new Results(List.of(
                average("primingInMemory memory=anonymous", 20, 1), average("primingInMemory memory=file", 22.0, 1),
                average("interferenceInMemory memory=anonymous", 10, 1),
                average("interferenceInMemory memory=file", 11.1, 1)))).stream()
                .collect(Collectors.toMap(Goal::found, Goal::met));
        assertEquals(Map.of("1.10 × (primingInMemory)", true, "1.11 × (interferenceInMemory)", false), verdicts);
    }

    @Test
    void recordsWithTheCounterAreJudgedBesideTheYardsticksAndFlightRecorder() {
        Map<String, Boolean> verdicts = Goal.judge(new Results(List.of(
                average("nanoTime", 20, 1), average("priming clock=TSC", 12, 1), average("falseMemory clock=TSC", 13, 1),
                average("jfr", 59, 1), sample("empty", 40), sample("priming clock=TSC", 60),
                sample("falseMemory clock=TSC", 71), sample("jfr", 300)))).stream()
                .collect(Collectors.toMap(Goal::found, Goal::met));
        assertEquals(Map.of("0.65 × (falseMemory clock=TSC)", true, "31.00 ns (falseMemory clock=TSC)", false,
                "4.92 ×", false, "5.00 ×", true), verdicts);
    }

    @Test
    void twoProducersAreJudgedByTheEventsOfBoth() {
        Result two = new Result("priming", 2, "avgt", 21, 1, Map.of(), Double.NaN, Map.of(), "JVM", "", "effort");
        Goal goal = Goal.judge(new Results(List.of(average("priming", 20, 1), two))).getFirst();
        assertEquals(new Goal("two producers: at least 1.9 × the events of one (priming)", "1.90 ×", true), goal);
    }

    @Test
    void snapshotIsJudgedInMilliseconds() {
        List<Goal> goals = Goal.judge(new Results(List.of(average("snapshot", 99_000_000, 1))));
        assertEquals(List.of("99.00 ms"), goals.stream().map(Goal::found).toList());
        assertTrue(goals.getFirst().met());
        assertFalse(Goal.judge(new Results(List.of(average("snapshot", 101_000_000, 1)))).getFirst().met());
    }

    @Test
    void partOfABenchmarkSetIsReportedWithoutGoals() {
        String report = report(List.of(average("somethingNew", 12.5, 0.5)));
        assertTrue(report.contains("| somethingNew"), report);
        assertTrue(report.contains(" 12.50 |"), report);
        assertFalse(report.contains("verdict"), report);
    }

    @Test
    void noResultsMakeAnEmptyTable() {
        assertTrue(report(List.of()).contains("| benchmark |"));
    }

    @Test
    void otherUnitsAreRefused() {
        String json = """
                [{"benchmark": "a.B.c", "mode": "avgt", "primaryMetric": {"score": 1, "scoreUnit": "us/op"}}]""";
        IOException e = assertThrows(IOException.class,
                () -> ResultFile.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))));
        assertEquals("a.B.c was measured in 'us/op': measure it in ns/op", e.getMessage());
    }

    private static Result average(String benchmark, double score, double error) {
        return new Result(benchmark, 1, "avgt", score, error, Map.of(), Double.NaN, Map.of(), "JVM", "", "effort");
    }

    private static Result sample(String benchmark, double p99) {
        return new Result(benchmark, 1, "sample", p99, 1, Map.of(99.0, p99), Double.NaN, Map.of(), "JVM", "", "effort");
    }

    private static List<Result> stored() throws IOException {
        try (InputStream in = ReportTest.class.getResourceAsStream("results.json")) {
            return ResultFile.read(in);
        }
    }

    private static String report(List<Result> results) {
        return new Report(new Run(MACHINE, new Results(results))).toMarkdown();
    }

    /** Cells of the first table, below its two lines of headings. */
    private static List<List<String>> rows() throws IOException {
        return report(stored()).lines().dropWhile(line -> !line.startsWith("|")).takeWhile(line -> line.startsWith("|"))
                .skip(2).map(line -> List.of(line.substring(1).strip().split("\\s*\\|\\s*"))).toList();
    }

    private static List<String> row(String benchmark) throws IOException {
        return rows().stream().filter(cells -> cells.get(0).equals(benchmark)).findFirst().orElseThrow();
    }
}
