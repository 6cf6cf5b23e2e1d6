// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import io.engram.trace.core.config.TracingConfig;
import java.nio.file.Path;
import java.util.List;

/** The path that a configuration means. */
final class OutputPath {
    private OutputPath() {
    }

    /**
     * Puts the process id in and makes the path absolute, so that a later change of directory does not matter.
     *
     * @throws IllegalArgumentException if two formats would write the path; one would undo what the other wrote
     */
    static Path of(TracingConfig config) {
        if (config.formats().containsAll(List.of(JsonDocumentProvider.FORMAT, NdjsonProvider.FORMAT))) {
            throw new IllegalArgumentException("formats json and ndjson would both write " + config.output()
                    + ": give one of them");
        }
        String path = config.output().toString().replace("%p", Long.toString(ProcessHandle.current().pid()));
        return Path.of(path).toAbsolutePath();
    }
}
