// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.core.stats.ExporterStats;
import io.engram.trace.exporters.labels.NodeLabels;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code engram trace export}. */
@Command(name = "export", description = "Writes the events in the rings of a process, or those of a file: "
        + "chosen ones, in the form you want, or to a server.")
final class ExportCommand implements Callable<Integer> {
    @Mixin
    private Origin origin;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "ndjson",
            description = "json (one document), ndjson (one event a line), chrome (for Perfetto and "
                    + "chrome://tracing), otlp or loki (to a server). Default: ${DEFAULT-VALUE}.")
    private ExportFormat format;

    @Option(names = "--output", paramLabel = "FILE",
            description = "Where to write json, ndjson or chrome; - is standard output, which is the default.")
    private String output;

    @Option(names = "--endpoint", paramLabel = "URL",
            description = "The server for otlp or loki. Default: http://localhost:4317 or http://localhost:3100.")
    private String endpoint;

    @Option(names = "--option", paramLabel = "NAME=VALUE",
            description = "Another setting of the server's exporter, such as compression=gzip. Repeat it for several; "
                    + "docs/configuration.md lists them.")
    private List<String> options = new ArrayList<>();

    @Option(names = "--timeout", paramLabel = "DURATION", defaultValue = "30s",
            converter = Selection.DurationConverter.class,
            description = "How long a server may take nothing. Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    @Mixin
    private Selection selection;

    @Mixin
    private LabelsOption labels;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkOptions();
        NodeLabels words = labels.read();
        try (EventSource source = origin.open(selection)) {
            if (format.isServer()) {
                return send(source);
            }
            if (output == null || output.equals("-")) {
                if (StandardOutput.write(out -> write(source, words, out))) {
                    source.delivered();
                    warn(source);
                }
            } else {
                Path path = Path.of(output).toAbsolutePath();
                long events = OutputFiles.replace(path, out -> write(source, words, out));
                source.delivered();
                warn(source);
                spec.commandLine().getOut().println(Texts.count(events, "event") + " written to " + output);
                spec.commandLine().getOut().flush();
            }
        }
        return 0;
    }

    private void checkOptions() {
        if (format.isServer() && output != null) {
            throw new IllegalArgumentException("--output " + output + ": " + format.label()
                    + " goes to a server, not to a file: give --endpoint");
        }
        if (!format.isServer() && (endpoint != null || !options.isEmpty())) {
            throw new IllegalArgumentException((endpoint != null ? "--endpoint" : "--option")
                    + " is for a server, not for " + format.label() + ": give --format otlp or loki");
        }
    }

    private int send(EventSource source) throws IOException {
        List<String> settings = new ArrayList<>(options);
        labels.addSetting(settings);
        ExporterStats stats = ServerExport.send(format.label(), endpoint, settings, timeout, source);
        warn(source);
        spec.commandLine().getOut().println(Texts.count(stats.exported(), "event") + " sent to " + stats.name());
        spec.commandLine().getOut().flush();
        if (Unexported.report(List.of(stats), spec.commandLine().getErr())) {
            return 1;
        }
        source.delivered();
        return 0;
    }

    private void warn(EventSource source) {
        source.warn(spec.commandLine().getErr());
        warn(source.lost().values().stream().mapToLong(Long::longValue).sum(), ExportFormat.NDJSON);
        warn(source.lostInAccounts(), ExportFormat.JSON);
    }

    private void warn(long lost, ExportFormat telling) {
        if (lost > 0 && format != telling) {
            spec.commandLine().getErr().println("engram: " + Texts.count(lost, "event") + " lost, as the input tells; "
                    + format.label() + " does not tell it, " + telling.label() + " does");
            spec.commandLine().getErr().flush();
        }
    }

    private long write(EventSource source, NodeLabels words, OutputStream out) throws IOException {
        return new EventOutput(source, !selection.isGiven(), words, out).write(format);
    }
}
