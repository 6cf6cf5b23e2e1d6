// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.core.config.TracingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Where events go: a format, and what only its exporter understands. */
final class ExportTarget {
    @Option(names = "--export", required = true, paramLabel = "FORMAT",
            description = "Where events go: json, ndjson, otlp or loki. Repeat it for several at once, each with options "
                    + "of its own.")
    private String format;

    @Option(names = "--endpoint", paramLabel = "URL",
            description = "The server of the --export before it. Default: http://localhost:4317 for otlp, "
                    + "http://localhost:3100 for loki.")
    private String endpoint;

    @Option(names = "--option", paramLabel = "NAME=VALUE",
            description = "Another setting of that exporter, such as compression=gzip; docs/configuration.md lists them.")
    private List<String> options = new ArrayList<>();

    String format() {
        return format.toLowerCase(Locale.ROOT);
    }

    boolean isFile() {
        return JsonForm.isLabel(format());
    }

    /**
     * Adds the settings of this target to a configuration.
     *
     * @throws IllegalArgumentException if an option is none, or none of this format
     */
    void addTo(TracingConfig.Builder builder) {
        if (isFile() && (endpoint != null || !options.isEmpty())) {
            throw new IllegalArgumentException("--export " + format + " writes a file, which has no "
                    + (endpoint != null ? "--endpoint" : "--option") + ": give --output");
        }
        addSettings(builder, format(), endpoint, options);
    }

    static void addSettings(TracingConfig.Builder builder, String format, String endpoint, List<String> options) {
        if (endpoint != null) {
            builder.exporterSetting(format, "endpoint", endpoint);
        }
        for (String option : options) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                // Not the whole of it: what stands there may be a secret.
                throw new IllegalArgumentException("--option without a name: give NAME=VALUE, such as compression=gzip");
            }
            builder.exporterSetting(format, option.substring(0, equals), option.substring(equals + 1));
        }
    }
}
