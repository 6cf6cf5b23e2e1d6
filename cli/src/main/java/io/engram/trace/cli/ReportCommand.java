// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.exporters.labels.NodeLabels;
import io.engram.trace.exporters.report.ReportContent;
import io.engram.trace.exporters.report.ReportEncoder;
import io.engram.trace.exporters.resource.Resource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code engram trace report}. */
@Command(name = "report", description = "Makes a page of HTML about the events in the rings of a process, or those of "
        + "a file, to look at in a browser: timeline, activation, interference, reconsolidation, false recall, losses.")
final class ReportCommand implements Callable<Integer> {
    // The page holds them all, some 60 bytes each, and browsers take seconds for more.
    private static final int MAX_EVENTS = 1_000_000;

    @Mixin
    private Origin origin;

    @Option(names = "--output", paramLabel = "FILE", defaultValue = "report.html",
            description = "The page to write. Default: ${DEFAULT-VALUE}.")
    private Path output;

    @Mixin
    private Selection selection;

    @Mixin
    private LabelsOption labels;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        OutputFiles.check(output);
        NodeLabels words = labels.read();
        try (EventSource source = origin.open(selection)) {
            long events = OutputFiles.replace(output.toAbsolutePath(), out -> write(source, words, out));
            // Not noted as delivered: a page to look at is no export, and must not let the trace file be pruned.
            source.warn(spec.commandLine().getErr());
            spec.commandLine().getOut().println("Report on " + Texts.count(events, "event") + " written to " + output);
            spec.commandLine().getOut().flush();
        }
        return 0;
    }

    private long write(EventSource source, NodeLabels words, OutputStream out) throws IOException {
        List<CognitiveEvent> events = new ArrayList<>();
        for (CognitiveEvent event = source.next(); event != null; event = source.next()) {
            if (events.size() == MAX_EVENTS) {
                throw new BadInputException("more than " + Texts.number(MAX_EVENTS) + " events: choose some with "
                        + "--since and --until, --time-range, --type or --correlation", List.of());
            }
            events.add(event);
        }
        boolean whole = !selection.isGiven();
        new ReportEncoder().write(new ReportContent(new Resource(source.resource()), events, whole,
                whole ? source.accounts() : Map.of(), source.lost(), words.orElse(source.takeLabels())), out);
        return events.size();
    }
}
