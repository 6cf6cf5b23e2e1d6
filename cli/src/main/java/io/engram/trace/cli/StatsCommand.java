package io.engram.trace.cli;

import io.engram.trace.collector.event.CognitiveEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code engram trace stats}. */
@Command(name = "stats", description = "Sums up a file of events: types, threads, rates, losses.")
final class StatsCommand implements Callable<Integer> {
    private enum Format {
        TABLE,
        JSON
    }

    @Option(names = "--input", required = true, paramLabel = "FILE",
            description = "What a demo or an application exported, as document or lines.")
    private Path input;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "table",
            description = "table or json. Default: ${DEFAULT-VALUE}.")
    private Format format;

    @Mixin
    private Selection selection;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        FileSummary summary = new FileSummary();
        try (EventFile file = EventFile.open(input, selection.filter(Instant.now()))) {
            for (CognitiveEvent event = file.next(); event != null; event = file.next()) {
                summary.add(event);
            }
            file.warn(spec.commandLine().getErr());
            boolean whole = !selection.isGiven();
            String text = format == Format.JSON
                    ? summary.toJson(file.reader(), whole)
                    : summary.toTable(input, file.reader(), whole);
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
        }
        return 0;
    }
}
