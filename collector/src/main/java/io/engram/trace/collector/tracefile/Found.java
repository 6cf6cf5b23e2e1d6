// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that looks like a trace file, or a folder that could not be looked into.
 *
 * @param path of the file or folder
 * @param info what its head says, if that can be read
 * @param state what became of its tracer, if that can be read
 * @param error one line on why it cannot be read; empty if it can
 */
public record Found(Path path, Optional<TraceFileInfo> info, Optional<OwnerState> state, Optional<String> error) {
    static Found readable(Path path, TraceFileInfo info, OwnerState state) {
        return new Found(path, Optional.of(info), Optional.of(state), Optional.empty());
    }

    static Found unreadable(Path path, String error) {
        return new Found(path, Optional.empty(), Optional.empty(), Optional.of(error));
    }
}
