// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.collector.tracefile.OwnerState;
import io.engram.trace.collector.tracefile.TraceFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code engram trace stream}. */
@Command(name = "stream", description = {
    "Writes the events of a process to standard output as they come, one a line, until the process ends or closes its "
            + "tracer.",
    "Events that were overwritten before they could be read are told in lines of event type loss."})
final class StreamCommand implements Callable<Integer> {
    private static final Duration RETRY = Duration.ofMillis(50);

    private enum Format {
        JSON,
        NDJSON
    }

    @Mixin
    private TraceTarget target;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "json",
            description = "json or ndjson, which here are the same: one event a line. Default: ${DEFAULT-VALUE}.")
    private Format format;

    @Option(names = "--from-oldest", description = "Begin with the events that are in the rings, not with new ones.")
    private boolean fromOldest;

    @Option(names = "--wait", paramLabel = "DURATION", converter = Selection.DurationConverter.class,
            description = "How long to wait for the process and its trace file to appear. Default: not at all.")
    private Duration wait = Duration.ZERO;

    @Mixin
    private EventChoice choice;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try (Interruption interruption = new Interruption(); TraceFile file = awaitFile(interruption)) {
            if (file == null) {
                return 0;
            }
            ProcessEvents.unreadableRings(file.stats(), err);
            err.flush();
            LiveStream stream = new LiveStream(file, choice.filter(Long.MIN_VALUE, Long.MAX_VALUE), interruption);
            if (StandardOutput.write(out -> stream.writeTo(out, fromOldest))) {
                err.println("engram: " + end(file, interruption) + ": " + Texts.count(stream.written(), "event")
                        + " streamed, " + Texts.number(stream.lost()) + " lost");
                err.flush();
            }
        }
        return 0;
    }

    /** The file that is meant, as soon as it is there; null if the command was interrupted first. */
    private TraceFile awaitFile(Interruption interruption) throws InterruptedException {
        long start = System.nanoTime();
        while (Duration.ofNanos(System.nanoTime() - start).compareTo(wait) < 0) {
            try {
                return target.openRunning();
            } catch (BadInputException e) {
                // Not yet there, or not yet ready. In the end it is told below.
                if (interruption.awaitRequest(RETRY)) {
                    return null;
                }
            }
        }
        return target.open();
    }

    private static String end(TraceFile file, Interruption interruption) throws IOException {
        if (interruption.isRequested()) {
            return "interrupted";
        }
        return "process " + file.info().pid()
                + (file.ownerState() == OwnerState.CLOSED ? " has closed its tracer" : " has ended");
    }
}
