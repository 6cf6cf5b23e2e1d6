// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.collector.EventFilter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say where events are taken from: a process, or a file in its place. */
final class Origin {
    @Mixin
    private TraceTarget target;

    @Option(names = "--input", paramLabel = "FILE",
            description = "What a demo or an application exported, as document or lines, in place of a process.")
    private Path input;

    /**
     * Opens the file if one is given, else the process.
     *
     * @throws IllegalArgumentException if both are given, or the selection is impossible
     */
    EventSource open(Selection selection) throws IOException {
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
