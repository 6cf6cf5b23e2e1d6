package io.engram.trace.cli;

import io.engram.trace.core.stats.ExporterStats;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code engram trace export}. */
@Command(name = "export", description = "Writes events of a file again: chosen ones, in another form, or to a server.")
final class ExportCommand implements Callable<Integer> {
    @Option(names = "--input", required = true, paramLabel = "FILE",
            description = "What a demo or an application exported, as document or lines.")
    private Path input;

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

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        checkOptions();
        try (EventSource source = EventFile.open(input, selection.filter(Instant.now()))) {
            if (format.isServer()) {
                return send(source);
            }
            if (output == null || output.equals("-")) {
                // Not System.out: it hides that nobody reads any more.
                OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
                if (writeToPipe(source, out)) {
                    source.warn(spec.commandLine().getErr());
                }
            } else {
                Path path = Path.of(output).toAbsolutePath();
                long events = writeToFile(source, path);
                source.warn(spec.commandLine().getErr());
                spec.commandLine().getOut().println(Texts.count(events, "event") + " written to " + output);
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
            throw new IllegalArgumentException((endpoint != null ? "--endpoint" : "--option") + " is for a server, not for "
                    + format.label() + ": give --format otlp or loki");
        }
    }

    private int send(EventSource source) throws IOException {
        ExporterStats stats = ServerExport.send(format.label(), endpoint, options, timeout, source);
        source.warn(spec.commandLine().getErr());
        spec.commandLine().getOut().println(Texts.count(stats.exported(), "event") + " sent to " + stats.name());
        spec.commandLine().getOut().flush();
        return Unexported.report(List.of(stats), spec.commandLine().getErr()) ? 1 : 0;
    }

    /** Writes to standard output; false if its reader left, as {@code head} does, which is no failure. */
    private boolean writeToPipe(EventSource source, OutputStream out) throws IOException {
        try {
            new EventOutput(source, !selection.isGiven(), out).write(format);
            out.flush();
            return true;
        } catch (IOException e) {
            if ("Broken pipe".equals(e.getMessage())) {
                return false;
            }
            throw e;
        }
    }

    private long writeToFile(EventSource source, Path path) throws IOException {
        Path temporary = OutputFiles.temporaryFor(path);
        try {
            long events;
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
                events = new EventOutput(source, !selection.isGiven(), out).write(format);
            }
            Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING);
            return events;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
