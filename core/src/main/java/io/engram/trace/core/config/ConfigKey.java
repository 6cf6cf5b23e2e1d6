// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.config;

import io.engram.trace.core.EventType;
import io.engram.trace.core.clock.ClockKind;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The keys {@code engram.trace.*}: how each is read into a builder and written back. */
final class ConfigKey {
    private static final String SWITCH = "engram.trace";
    private static final String PREFIX = SWITCH + ".";
    private static final String CONFIG = PREFIX + "config";
    private static final String PRESET = PREFIX + "preset";
    private static final Map<String, ConfigKey> KEYS = keys();
    private static final Pattern EXPORTER_SETTING = Pattern.compile("engram\\.trace\\.export\\.([a-z0-9-]+)\\.(.+)");
    // Names of settings whose values are credentials, or may hold some.
    private static final Pattern SECRET = Pattern.compile("header|auth|token|password|secret");

    private final BiFunction<TracingConfig.Builder, String, TracingConfig.Builder> read;
    private final Function<TracingConfig, String> write;

    private ConfigKey(BiFunction<TracingConfig.Builder, String, TracingConfig.Builder> read,
            Function<TracingConfig, String> write) {
        this.read = read;
        this.write = write;
    }

    private static Map<String, ConfigKey> keys() {
        Map<String, ConfigKey> keys = new LinkedHashMap<>();
        for (EventType type : EventType.values()) {
            String prefix = PREFIX + type.label().replace('_', '-');
            keys.put(prefix + ".enabled", new ConfigKey(
                    (builder, value) -> builder.enabled(type, parseBoolean(value)),
                    config -> String.valueOf(config.isEnabled(type))));
            keys.put(prefix + ".sample-rate", new ConfigKey(
                    (builder, value) -> builder.sampleRate(type, parseDouble(value)),
                    config -> String.valueOf(config.sampleRate(type))));
        }
        keys.put(PREFIX + "ring.capacity", new ConfigKey(
                (builder, value) -> builder.ringCapacity(parseInt(value, TracingConfig.MAX_RING_CAPACITY)),
                config -> String.valueOf(config.ringCapacity())));
        keys.put(PREFIX + "memory.limit", new ConfigKey(
                (builder, value) -> builder.memoryLimitBytes(Quantities.parseBytes(value)),
                config -> String.valueOf(config.memoryLimitBytes())));
        keys.put(PREFIX + "clock", new ConfigKey(
                (builder, value) -> builder.clock(parseClock(value)),
                config -> config.clock().name().toLowerCase(Locale.ROOT)));
        keys.put(PREFIX + "file", new ConfigKey(
                (builder, value) -> builder.traceFile(parseBoolean(value)),
                config -> String.valueOf(config.hasTraceFile())));
        keys.put(PREFIX + "file-dir", new ConfigKey(
                (builder, value) -> builder.traceFileFolder(Path.of(value)),
                config -> config.traceFileFolder().map(Path::toString).orElse(null)));
        keys.put(PREFIX + "file-keep", new ConfigKey(
                (builder, value) -> builder.keepTraceFile(parseBoolean(value)),
                config -> String.valueOf(config.keepsTraceFile())));
        keys.put(PREFIX + "export.batch-size", new ConfigKey(
                (builder, value) -> builder.exportBatchSize(parseInt(value, TracingConfig.MAX_EXPORT_BATCH_SIZE)),
                config -> String.valueOf(config.exportBatchSize())));
        keys.put(PREFIX + "export.interval", new ConfigKey(
                (builder, value) -> builder.exportInterval(Quantities.parseDuration(value)),
                config -> Quantities.format(config.exportInterval())));
        keys.put(PREFIX + "export.format", new ConfigKey(
                (builder, value) -> builder.formats(parseFormats(value)),
                config -> config.formats().isEmpty() ? "none" : String.join(",", config.formats())));
        keys.put(PREFIX + "export.output", new ConfigKey(
                (builder, value) -> builder.output(Path.of(value)),
                config -> config.output().toString()));
        keys.put(PREFIX + "export.rotate-bytes", new ConfigKey(
                (builder, value) -> builder.rotateBytes(Quantities.parseBytes(value)),
                config -> String.valueOf(config.rotateBytes())));
        keys.put(PREFIX + "export.queue-bytes", new ConfigKey(
                (builder, value) -> builder.queueBytes(Quantities.parseBytes(value)),
                config -> String.valueOf(config.queueBytes())));
        keys.put(PREFIX + "export.retry-backoff", new ConfigKey(
                (builder, value) -> builder.retryBackoff(Quantities.parseDuration(value)),
                config -> Quantities.format(config.retryBackoff())));
        keys.put(PREFIX + "export.retry-backoff-max", new ConfigKey(
                (builder, value) -> builder.maxRetryBackoff(Quantities.parseDuration(value)),
                config -> Quantities.format(config.maxRetryBackoff())));
        keys.put(PREFIX + "export.spool", new ConfigKey(
                (builder, value) -> builder.spool(Path.of(value)),
                config -> config.spool().map(Path::toString).orElse(null)));
        keys.put(PREFIX + "export.spool-bytes", new ConfigKey(
                (builder, value) -> builder.spoolBytes(Quantities.parseBytes(value)),
                config -> String.valueOf(config.spoolBytes())));
        keys.put(PREFIX + "jmx", new ConfigKey(
                (builder, value) -> builder.jmx(parseBoolean(value)),
                config -> String.valueOf(config.hasJmx())));
        keys.put(PREFIX + "close.timeout", new ConfigKey(
                (builder, value) -> builder.closeTimeout(Quantities.parseDuration(value)),
                config -> Quantities.format(config.closeTimeout())));
        keys.put(PREFIX + "shutdown-timeout", new ConfigKey(
                (builder, value) -> builder.shutdownTimeout(Quantities.parseDuration(value)),
                config -> Quantities.format(config.shutdownTimeout())));
        return keys;
    }

    /** Applies properties to the configuration of the file that they name, or else to the preset. */
    static TracingConfig read(Properties properties) {
        Properties all = new Properties();
        String file = properties.getProperty(CONFIG);
        if (file != null) {
            copy(apply(CONFIG, file, name -> load(Path.of(name))), all);
        }
        copy(properties, all);
        all.remove(CONFIG);

        String toggle = all.getProperty(SWITCH, "on");
        if (!toggle.equals("on") && !toggle.equals("off")) {
            throw new IllegalArgumentException("key '" + SWITCH + "': '" + toggle + "' is neither on nor off");
        }
        all.remove(SWITCH);
        TracingConfig base = apply(PRESET, all.getProperty(PRESET, "disabled"), TracingConfig::preset);
        all.remove(PRESET);

        TracingConfig.Builder builder = base.toBuilder();
        // In the order of their names, so that of several errors always the same one is reported.
        for (Object name : new TreeSet<>(all.keySet())) {
            String key = (String) name;
            ConfigKey known = KEYS.get(key);
            Matcher setting = EXPORTER_SETTING.matcher(key);
            if (known == null && setting.matches()) {
                builder.exporterSetting(setting.group(1), setting.group(2), all.getProperty(key).strip());
                continue;
            }
            if (known == null) {
                throw new IllegalArgumentException(
                        "key '" + key + "' is unknown: give one of " + String.join(", ", all()));
            }
            apply(key, all.getProperty(key).strip(), value -> known.read.apply(builder, value));
        }
        return builder.build();
    }

    /** The keys of a configuration, in the order in which they are told. */
    static Set<String> names() {
        return KEYS.keySet();
    }

    /** Those keys behind the ones that are read first. */
    static Set<String> all() {
        Set<String> all = new LinkedHashSet<>(List.of(SWITCH, CONFIG, PRESET));
        all.addAll(names());
        return Collections.unmodifiableSet(all);
    }

    static Properties load(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            // The latter is what Properties makes of a malformed escape.
            throw new IllegalArgumentException("cannot read configuration file " + file + ": " + e, e);
        }
        if (properties.containsKey(CONFIG)) {
            throw new IllegalArgumentException("key '" + CONFIG + "' stands in " + file
                    + ", but a configuration file cannot name another: remove it");
        }
        return properties;
    }

    /** One line per key, as {@link Properties#load} reads them, but for secrets, which are not told. */
    static String describe(TracingConfig config) {
        Map<String, String> values = new LinkedHashMap<>();
        KEYS.forEach((key, known) -> values.put(key, known.write.apply(config)));
        config.exporterSettings().forEach((format, settings) -> settings.forEach((name, value) ->
                values.put(PREFIX + "export." + format + "." + name, SECRET.matcher(name).find() ? "***" : value)));
        return values.entrySet().stream().filter(entry -> entry.getValue() != null)
                .map(entry -> entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\"))
                .collect(Collectors.joining("\n"));
    }

    private static void copy(Properties from, Properties to) {
        for (String key : from.stringPropertyNames()) {
            if (key.equals(SWITCH) || key.startsWith(PREFIX)) {
                to.setProperty(key, from.getProperty(key));
            }
        }
    }

    private static <T> T apply(String key, String value, Function<String, T> parse) {
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("key '" + key + "': " + e.getMessage(), e);
        }
    }

    private static boolean parseBoolean(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + value + "' is neither true nor false");
        };
    }

    private static ClockKind parseClock(String value) {
        return switch (value) {
            case "auto" -> ClockKind.AUTO;
            case "tsc" -> ClockKind.TSC;
            case "nano" -> ClockKind.NANO;
            default -> throw new IllegalArgumentException("clock '" + value + "' is unknown: give auto, tsc or nano");
        };
    }

    private static double parseDouble(String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + value + "' is not a number: give 0.0 to 1.0", e);
        }
    }

    private static int parseInt(String value, int max) {
        try {
            return Integer.parseInt(value.replace("_", ""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + value + "' is not a whole number within range: give 1 to " + max, e);
        }
    }

    private static String[] parseFormats(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        return lower.equals("none") ? new String[0]
                : Arrays.stream(lower.split(",", -1)).map(String::strip).toArray(String[]::new);
    }
}
