// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import io.engram.trace.collector.export.ExporterSettings;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Looks for a value in the settings first, then in the variables for logs, then in those for all signals. */
final class OtlpVariables {
    private static final String LOGS = "OTEL_EXPORTER_OTLP_LOGS_";
    private static final String ALL_SIGNALS = "OTEL_EXPORTER_OTLP_";

    private final ExporterSettings settings;
    private final Map<String, String> environment;

    OtlpVariables(ExporterSettings settings, Map<String, String> environment) {
        this.settings = settings;
        this.environment = environment;
    }

    /** Whether a setting or a variable gives a value. */
    boolean has(String name) {
        return settings.has(name) || variable(name) != null;
    }

    /** The variable that gives a value, or null. An empty one counts as none, as OpenTelemetry has it. */
    String variable(String name) {
        String suffix = name.replace('-', '_').toUpperCase(Locale.ROOT);
        return isSet(LOGS + suffix) ? LOGS + suffix : isSet(ALL_SIGNALS + suffix) ? ALL_SIGNALS + suffix : null;
    }

    private boolean isSet(String variable) {
        return !environment.getOrDefault(variable, "").isBlank();
    }

    String value(String variable) {
        return environment.get(variable).strip();
    }

    <T> T get(String name, T otherwise, Function<String, T> parse) {
        return get(name, otherwise, parse, parse);
    }

    /**
     * A value as whatever it stands for; settings and variables may be written differently.
     *
     * @throws IllegalArgumentException if it cannot be read; names the key or the variable
     */
    <T> T get(String name, T otherwise, Function<String, T> parseSetting, Function<String, T> parseVariable) {
        if (settings.has(name)) {
            return settings.get(name, otherwise, parseSetting);
        }
        String variable = variable(name);
        if (variable == null) {
            return otherwise;
        }
        try {
            return parseVariable.apply(value(variable));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("variable " + variable + ": " + e.getMessage(), e);
        }
    }

    /** The key or variable that gives a value, for messages. */
    String source(String name) {
        return settings.has(name) || variable(name) == null ? "key '" + settings.key(name) + "'"
                : "variable " + variable(name);
    }
}
