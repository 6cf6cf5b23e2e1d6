// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.tracefile.TraceFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code engram trace stats}. */
@Command(name = "stats", description = "Sums up a process or a file of events: types, threads, rates, losses.")
final class StatsCommand implements Callable<Integer> {
    private static final Duration MIN_INTERVAL = Duration.ofMillis(10);

    @Mixin
    private TraceTarget target;

    @Option(names = "--input", paramLabel = "FILE",
            description = "What a demo or an application exported, as document or lines, in place of a process.")
    private Path input;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "table",
            description = "table or json. Default: ${DEFAULT-VALUE}.")
    private OutputForm format;

    @Option(names = "--watch", description = "Sum up the process again and again, until it ends.")
    private boolean watch;

    @Option(names = "--interval", paramLabel = "DURATION", defaultValue = "1s",
            converter = Selection.DurationConverter.class,
            description = "Time between two readings of the process. Default: ${DEFAULT-VALUE}.")
    private Duration interval;

    @Mixin
    private Selection selection;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (input != null) {
            sumUpFile();
        } else {
            sumUpProcess();
        }
        return 0;
    }

    private void sumUpFile() throws IOException {
        if (target.isGiven() || watch) {
            throw new IllegalArgumentException("--input " + input + " is a file, not a process: leave out "
                    + (watch ? "--watch" : "--input or the process"));
        }
        FileSummary summary = new FileSummary();
        try (EventFile file = EventFile.open(input, selection.filter(Instant.now()))) {
            for (CognitiveEvent event = file.next(); event != null; event = file.next()) {
                summary.add(event);
            }
            file.warn(spec.commandLine().getErr());
            boolean whole = !selection.isGiven();
            String text = format == OutputForm.JSON
                    ? summary.toJson(file.reader(), whole)
                    : summary.toTable(input, file.reader(), whole);
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
        }
    }

    private void sumUpProcess() throws IOException, InterruptedException {
        if (selection.isGiven()) {
            throw new IllegalArgumentException(
                    "--type, --correlation and times choose events of --input: leave them out for a process");
        }
        if (interval.compareTo(MIN_INTERVAL) < 0) {
            throw new IllegalArgumentException("--interval " + interval.toMillis() + "ms is too short: give "
                    + MIN_INTERVAL.toMillis() + "ms or more");
        }
        PrintWriter out = spec.commandLine().getOut();
        boolean tables = format == OutputForm.TABLE;
        try (TraceFile file = target.open(); Interruption interruption = new Interruption();
                Screen screen = new Screen(out, watch && tables && Screen.isTerminal(), tables ? "\n" : "")) {
            ProcessReading before = ProcessReading.of(file);
            ProcessEvents.unreadableRings(before.stats(), spec.commandLine().getErr());
            if (!before.isRunning()) {
                show(screen, new ProcessSummary(file.info(), null, before));
                return;
            }
            boolean more = true;
            while (more && !interruption.awaitRequest(interval)) {
                ProcessReading now = ProcessReading.of(file);
                more = show(screen, new ProcessSummary(file.info(), before, now)) && watch && now.isRunning();
                before = now;
            }
        }
    }

    private boolean show(Screen screen, ProcessSummary summary) throws IOException {
        return screen.show(format == OutputForm.JSON ? summary.toJson() : summary.toTable());
    }
}
