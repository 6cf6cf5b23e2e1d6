package io.engram.trace.exporters.json;

import io.engram.trace.core.config.TracingConfig;
import java.nio.file.Path;

/** The path that a configuration means. */
final class OutputPath {
    private OutputPath() {
    }

    /** Puts the process id in and makes the path absolute, so that a later change of directory does not matter. */
    static Path of(TracingConfig config) {
        String path = config.output().toString().replace("%p", Long.toString(ProcessHandle.current().pid()));
        return Path.of(path).toAbsolutePath();
    }
}
