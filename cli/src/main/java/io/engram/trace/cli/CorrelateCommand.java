// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.collector.correlate.ChainFinder;
import io.engram.trace.collector.correlate.ChainRules;
import io.engram.trace.collector.correlate.FirstChains;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.exporters.chains.ChainReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code engram trace correlate}. */
@Command(name = "correlate", description = {
    "Finds chains of events across types and threads, in the rings of a process or in a file.",
    "By id, a chain is all events of one correlation id. By nodes, it leads from priming over interference and "
            + "reconsolidation to false memory: an event continues the chain whose last event came no longer than the "
            + "window before it, is of an earlier type (types may be skipped, the same one does not count) and shares "
            + "a node with it; of several the one whose last event is of the latest type, then the nearest in time. "
            + "Each event is in one chain by nodes.",
    "Nodes are source and target of a priming, target and competitors of an interference, the node of a "
            + "reconsolidation, lure and sources of a false memory. Only the first three competitors and sources are "
            + "known."})
final class CorrelateCommand implements Callable<Integer> {
    @Mixin
    private Origin origin;

    @Mixin
    private ChainOptions options;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "table",
            description = "table, json, dot (for Graphviz) or mermaid (a flowchart). Default: ${DEFAULT-VALUE}.")
    private ChainForm format;

    @Option(names = "--output", paramLabel = "FILE",
            description = "Where to write; - is standard output, which is the default.")
    private String output;

    @Mixin
    private Selection selection;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path path = output == null || output.equals("-") ? null : Path.of(output).toAbsolutePath();
        if (path != null) {
            OutputFiles.check(path);
        }
        ChainRules rules = options.rules();
        int limit = options.limit();
        try (EventSource source = origin.open(selection)) {
            ChainReport report = find(source, rules, limit);
            write(report, path);
            source.warn(spec.commandLine().getErr());
        }
        return 0;
    }

    private static ChainReport find(EventSource source, ChainRules rules, int limit) throws IOException {
        FirstChains first = new FirstChains(limit);
        ChainFinder finder = new ChainFinder(rules, first);
        for (CognitiveEvent event = source.next(); event != null; event = source.next()) {
            finder.add(event);
        }
        finder.finish();
        return new ChainReport(rules, finder.counts(), first.toList(), source.missing());
    }

    private void write(ChainReport report, Path path) throws IOException, InterruptedException {
        if (path == null) {
            StandardOutput.write(out -> format.encoder().write(report, out));
            return;
        }
        OutputFiles.replace(path, out -> {
            format.encoder().write(report, out);
            return report.chains().size();
        });
        PrintWriter out = spec.commandLine().getOut();
        out.println(report.summary() + ", written to " + output);
        report.caveat().ifPresent(out::println);
        out.flush();
    }
}
