package io.engram.trace.cli;

import io.engram.trace.collector.EventFilter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say where events come from, a process or a file, and which of them are wanted. */
final class EventInput {
    @Mixin
    private TraceTarget target;

    @Option(names = "--input", paramLabel = "FILE",
            description = "What a demo or an application exported, as document or lines, in place of a process.")
    private Path input;

    @Mixin
    private Selection selection;

    /** Whether all events are wanted, so that the accounts are theirs. */
    boolean isWhole() {
        return !selection.isGiven();
    }

    /**
     * The events, to be read once.
     *
     * @throws IllegalArgumentException if the options contradict each other
     * @throws BadInputException if process or file cannot be used
     */
    EventSource open() throws IOException {
        EventFilter filter = selection.filter(Instant.now());
        if (input == null) {
            return ProcessEvents.of(target.open(), filter);
        }
        if (target.isGiven()) {
            throw new IllegalArgumentException(
                    "--input " + input + " is a file of events, not a process: leave out --input or the process");
        }
        return EventFile.open(input, filter);
    }
}
