// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.cli.demo.DemoOutcome;
import io.engram.trace.cli.demo.DemoWorkload;
import io.engram.trace.cli.demo.DrmLists;
import io.engram.trace.collector.delivery.Deliveries;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.stats.ExporterStats;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.exporters.labels.NodeLabels;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code engram trace demo}. */
@Command(name = "demo", description = {"Runs a memory model with tracing on and exports what it traced.",
    "The model learns the word lists of Stadler, Roediger and McDermott (1999), waits, recalls them, and recalls words "
            + "that were on none of them."})
final class DemoCommand implements Callable<Integer> {
    private static final int MAX_THREADS = 1_000;
    private static final long MAX_EVENTS = 1_000_000_000;
    private static final int DEFAULT_CAPACITY = 10_000;
    private static final int MAX_CAPACITY = 1 << 18;
    private static final Duration FILE_TIMEOUT = Duration.ofMinutes(5);
    // The demo is faster than any server; what it traces waits on the heap.
    private static final long MAX_QUEUE_BYTES = 1L << 30;
    private static final double NANOS_PER_SECOND = 1e9;

    @Option(names = "--events", paramLabel = "N", defaultValue = "100000",
            description = "How many events to trace. Default: ${DEFAULT-VALUE}.")
    private long events;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "4",
            description = "How many participants at a time, each in a thread of its own. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1995",
            description = "Seed of the model's noise. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--format", paramLabel = "FORMAT",
            description = "json (one document) or ndjson (one event a line). Default: json.")
    private JsonForm format;

    @Option(names = "--output", paramLabel = "FILE",
            description = "The file to write. Default: events.json or events.ndjson; none if all --export are servers.")
    private Path output;

    @Option(names = "--labels-output", paramLabel = "FILE",
            description = "Also write the words of the demo's node ids, for --labels of export and report.")
    private Path labelsOutput;

    @Option(names = "--keep-trace-file",
            description = "Leave the trace file behind, to look into it after the demo as you can meanwhile.")
    private boolean keepTraceFile;

    @ArgGroup(exclusive = false, multiplicity = "0..*")
    private List<ExportTarget> targets = new ArrayList<>();

    @Option(names = "--timeout", paramLabel = "DURATION", defaultValue = "30s",
            converter = Selection.DurationConverter.class,
            description = "How long servers may take once the demo is over. Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, IOException {
        checkRange("--events", events, MAX_EVENTS);
        checkRange("--threads", threads, MAX_THREADS);
        Path path = path();
        DrmLists lists = DrmLists.load();
        if (labelsOutput != null) {
            OutputFiles.check("--labels-output", labelsOutput);
            NodeLabels.of(lists.words()).write(labelsOutput);
        }
        TracingConfig config = config(path);
        TracerStats stats;
        DemoOutcome outcome;
        try (CognitiveTracer tracer = CognitiveTracer.start(config)) {
            tellTraceFile(tracer);
            outcome = new DemoWorkload(tracer, lists, threads, events, seed).run(progress());
            tracer.close(config.formats().stream().allMatch(JsonForm::isLabel) ? FILE_TIMEOUT : timeout);
            stats = tracer.stats();
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(summary(outcome, stats));
        out.println();
        for (ExporterStats one : stats.exporters()) {
            if (one.exported() > 0) {
                out.println((JsonForm.isLabel(one.name().split(" ", 2)[0]) ? "Written to " + path
                        : Texts.count(one.exported(), "event") + " sent to " + one.name()));
            }
        }
        out.flush();
        return Unexported.report(stats.exporters(), spec.commandLine().getErr()) ? 1 : 0;
    }

    private void tellTraceFile(CognitiveTracer tracer) {
        tracer.traceFile().ifPresent(file -> {
            PrintWriter err = spec.commandLine().getErr();
            err.println("Trace file: " + file + (keepTraceFile ? "" : ", removed at the end")
                    + "; look into it with 'engram trace stats --file'");
            err.flush();
        });
    }

    /** The file to write, or null if none is. */
    private Path path() {
        boolean wanted = targets.isEmpty() || output != null || format != null
                || targets.stream().anyMatch(ExportTarget::isFile);
        if (!wanted) {
            return null;
        }
        Path path = output != null ? output : Path.of("events." + form().label());
        OutputFiles.check(path);
        return path;
    }

    private JsonForm form() {
        List<JsonForm> named = targets.stream().filter(ExportTarget::isFile)
                .map(target -> JsonForm.valueOf(target.format().toUpperCase(Locale.ROOT))).distinct().toList();
        if (named.size() > 1 || !named.isEmpty() && format != null && format != named.getFirst()) {
            throw new IllegalArgumentException("json and ndjson would both write the same file: give one of them");
        }
        return format != null ? format : named.isEmpty() ? JsonForm.JSON : named.getFirst();
    }

    private static void checkRange(String option, long value, long max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(option + " " + value + " is out of range: give 1 to " + max);
        }
    }

    private TracingConfig config(Path path) {
        // rate × longest stall = slots: the model is at full speed while the collector's code is still being compiled.
        int capacity = Math.clamp(events / threads + 1, DEFAULT_CAPACITY, MAX_CAPACITY);
        List<String> formats = new ArrayList<>();
        if (path != null) {
            formats.add(form().label());
        }
        targets.stream().filter(target -> !target.isFile()).map(ExportTarget::format).forEach(formats::add);
        TracingConfig.Builder builder = TracingConfig.development().toBuilder().formats(formats.toArray(String[]::new))
                .rotateBytes(0).ringCapacity(capacity).keepTraceFile(keepTraceFile);
        if (path != null) {
            builder.output(path);
        }
        targets.forEach(target -> target.addTo(builder));
        builder.queueBytes(Math.clamp(Deliveries.queueBytes(events), builder.build().queueBytes(), MAX_QUEUE_BYTES));
        // One place is kept for rings that threads share.
        if (threads >= TracingConfig.DEFAULT_RINGS) {
            // Each participant gets its ring, however many there are.
            TracingConfig config = builder.build();
            builder.memoryLimitBytes(TracingConfig.fixedBytes() + (threads + 1) * config.ringBytes());
        }
        return builder.build();
    }

    private DemoWorkload.Progress progress() {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return (done, total) -> { };
        }
        PrintWriter err = spec.commandLine().getErr();
        return (done, total) -> {
            err.printf(Locale.ROOT, "\r%,d of %,d events (%d %%)%s", done, total, 100 * done / total,
                    done == total ? "\n" : "");
            err.flush();
        };
    }

    private String summary(DemoOutcome outcome, TracerStats stats) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("type", "traced", "exported", "lost"));
        for (EventType type : EventType.values()) {
            TypeStats one = stats.of(type);
            rows.add(List.of(type.label(), Texts.number(traced(outcome, type)), Texts.number(one.exported()),
                    Texts.number(one.lost())));
        }
        rows.add(List.of("all", Texts.number(events), Texts.number(stats.total(TypeStats::exported)),
                Texts.number(stats.total(TypeStats::lost))));
        StringBuilder text = new StringBuilder(Texts.table(rows));
        text.append('\n');
        text.append(String.format(Locale.ROOT, "%,.0f ns per traced event, in a loop of them%n", EventCost.nanos()));
        text.append(String.format(Locale.ROOT, "%,.0f events/s, model and tracing together, %s, %.2f s%n",
                outcome.eventsPerSecond(), Texts.count(threads, "thread"), outcome.wallNanos() / NANOS_PER_SECOND));
        if (outcome.listsTested() > 0) {
            text.append('\n').append(Texts.table(List.of(
                    List.of("memory of " + Texts.count(outcome.listsTested(), "list"), "model", "published"),
                    List.of("false recall of lures", Texts.percent(outcome.falseRecallRate()),
                            Texts.percent(outcome.publishedFalseRecallRate())),
                    List.of("false recognition of lures", Texts.percent(outcome.falseRecognitionRate()),
                            Texts.percent(outcome.publishedFalseRecognitionRate())),
                    List.of("recall of studied words", Texts.percent(outcome.veridicalRecallRate()),
                            Texts.percent(outcome.publishedVeridicalRecallRate())))));
            text.append("published: means of the 36 lists of Stadler, Roediger & McDermott (1999)\n");
        }
        return text.toString();
    }

    private static long traced(DemoOutcome outcome, EventType type) {
        return switch (type) {
            case PRIMING -> outcome.primings();
            case INTERFERENCE -> outcome.interferences();
            case RECONSOLIDATION -> outcome.reconsolidations();
            case FALSE_MEMORY -> outcome.falseMemories();
        };
    }
}
