// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.export;

import io.engram.trace.core.config.Quantities;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The settings {@code engram.trace.export.<format>.<name>} of one exporter. Whatever is wrong with one becomes an
 * {@link IllegalArgumentException} that names its key.
 */
public final class ExporterSettings {
    private final String format;
    private final Map<String, String> values;

    /**
     * Settings of a format.
     *
     * @param format name of the format
     * @param values settings by name
     */
    public ExporterSettings(String format, Map<String, String> values) {
        this.format = format;
        this.values = Map.copyOf(values);
    }

    /**
     * Checks that all settings are known.
     *
     * @param names that are known
     * @throws IllegalArgumentException if another one was given
     */
    public void checkNames(Set<String> names) {
        for (String name : new TreeSet<>(values.keySet())) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("key '" + key(name) + "' is unknown: give one of "
                        + String.join(", ", new TreeSet<>(names)));
            }
        }
    }

    /**
     * Whether a setting was given.
     *
     * @param name of the setting
     * @return true if it was
     */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /**
     * A setting as text.
     *
     * @param name of the setting
     * @return value, or null if it was not given
     */
    public String text(String name) {
        return values.get(name);
    }

    /**
     * A setting as whatever it stands for.
     *
     * @param name of the setting
     * @param otherwise what to take if it was not given
     * @param parse reads the text; what it throws becomes an error that names the key
     * @param <T> what it stands for
     * @return value
     * @throws IllegalArgumentException if {@code parse} throws one
     */
    public <T> T get(String name, T otherwise, Function<String, T> parse) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("key '" + key(name) + "': " + e.getMessage(), e);
        }
    }

    /**
     * A setting as a duration.
     *
     * @param name of the setting
     * @param otherwise what to take if it was not given
     * @return not negative
     * @throws IllegalArgumentException if it is none
     */
    public Duration duration(String name, Duration otherwise) {
        return get(name, otherwise, Quantities::parseDuration);
    }

    /**
     * A setting as a size.
     *
     * @param name of the setting
     * @param otherwise what to take if it was not given
     * @return bytes
     * @throws IllegalArgumentException if it is none
     */
    public long bytes(String name, long otherwise) {
        return get(name, otherwise, Quantities::parseBytes);
    }

    /**
     * A setting as a switch.
     *
     * @param name of the setting
     * @param otherwise what to take if it was not given
     * @return {@code true} or {@code false}
     * @throws IllegalArgumentException if it is neither
     */
    public boolean flag(String name, boolean otherwise) {
        return get(name, otherwise, value -> switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + value + "' is neither true nor false");
        });
    }

    /**
     * The whole key of a setting.
     *
     * @param name of the setting
     * @return key as it stands in properties
     */
    public String key(String name) {
        return "engram.trace.export." + format + "." + name;
    }

    /** The names of the settings; their values may be secret. */
    @Override
    public String toString() {
        return format + new TreeSet<>(values.keySet());
    }
}
