// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables of keys in docs/configuration.md are those of the code. */
class ConfigReferenceTest {
    private static final String BEGIN = "<!-- keys: begin, rendered by ConfigReferenceTest -->";
    private static final String END = "<!-- keys: end -->";
    private static final List<String> PRESETS = List.of("disabled", "development", "production");
    private static final String TYPE = "<type>";

    /** What one key takes, with values that it must accept and refuse. */
    private enum Row {
        ENABLED("<type>.enabled", "`true`, `false`: whether events of a type are recorded", "true false", "yes 1"),
        SAMPLE_RATE("<type>.sample-rate", "0.0 to 1.0: the share of events that is kept", "0.0 0.5 1",
                "-0.1 1.1 NaN x"),
        CAPACITY("ring.capacity", "1 to 16777216 slots per thread; any number, it is not rounded", "1 16777216",
                "0 16777217"),
        LIMIT("memory.limit", "bytes of off-heap memory, or with `KiB`, `MiB`, `GiB`; the default has room for 16 "
                + "rings, those that threads share included", "100MiB 100000000", "1 x"),
        CLOCK("clock", "`nano` for `System.nanoTime`; `tsc` for the processor's counter (Linux, native access for "
                + "`io.engram.trace.core`), with a warning where it cannot be; `auto` for the same without one",
                "auto nano tsc", "AUTO sundial"),
        FILE("file", "`true`, `false`: whether the rings lie in a file, see [Trace file](#trace-file)", "true false",
                "on"),
        FILE_DIR("file-dir", "path of a folder for the trace file, see [Trace file](#trace-file)", "/var/traces", ""),
        FILE_KEEP("file-keep", "`true`, `false`: whether the file stays when everything in it was delivered",
                "true false", "on"),
        BATCH_SIZE("export.batch-size", "1 to 1000000 events", "1 1000000", "0 1000001"),
        INTERVAL("export.interval", "1 ms to 1 day, such as `500ms`, `5s`, `PT5S`", "1ms 1d 500ms 5s PT5S", "0s 2d 5"),
        FORMAT("export.format",
                "`json` or `ndjson`, `log`, `otlp`, `loki`, several with commas, or `none` for a flight recorder",
                "json ndjson,log,otlp,loki none", "json,json json,"),
        OUTPUT("export.output", "path of the file; `%p` stands for the process id", "events.json", ""),
        ROTATE("export.rotate-bytes", "4096 or more, or 0 for never; NDJSON only", "4096 0 1MiB", "4095"),
        QUEUE("export.queue-bytes",
                "64 KiB or more of heap for the events that wait for one exporter, about 128 bytes each",
                "64KiB 1GiB", "65535"),
        BACKOFF("export.retry-backoff", "1 ms to 1 day: the longest first wait before trying again", "1ms 1d", "0s 2d"),
        BACKOFF_MAX("export.retry-backoff-max", "1 ms to 1 day: the longest wait of all", "1ms 1d", "0s 2d"),
        SPOOL("export.spool", "path of a folder for what queues cannot hold, see [Delivery](#delivery)",
                "/var/spool/app", ""),
        SPOOL_BYTES("export.spool-bytes", "1 MiB or more of disk per exporter", "1MiB", "1048575"),
        JMX("jmx", "`true`, `false`: whether the tracer is shown in JMX, see [Integrations](integrations.md#jmx)",
                "true false", "on"),
        CLOSE("close.timeout", "0 to 1 day: how long closing waits for the exporters", "0s 1d", "2d"),
        SHUTDOWN("shutdown-timeout",
                "0 to 1 day: how long the JVM's end waits for a tracer that is open; 0 for not at all",
                "0s 1d", "2d");

        private final String key;
        private final String values;
        private final List<String> accepted;
        private final List<String> refused;

        Row(String name, String values, String accepted, String refused) {
            this.key = "engram.trace." + name;
            this.values = values;
            this.accepted = List.of(accepted.split(" "));
            this.refused = refused.isEmpty() ? List.of() : List.of(refused.split(" "));
        }
    }

    @Test
    void shouldStandInTheDocumentation() throws IOException {
        Path page = page();
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        assertEquals(render().strip(), text.substring(begin + BEGIN.length(), end).strip(),
                "docs/configuration.md is not what the code says: replace what stands between '" + BEGIN + "' and '"
                        + END + "' by the first of the two texts");
    }

    @Test
    void shouldHaveARowForEachKey() {
        Set<String> keys = new LinkedHashSet<>();
        for (Row row : Row.values()) {
            keys.add(row.key);
        }
        assertEquals(new LinkedHashSet<>(ConfigKey.names().stream().map(ConfigReferenceTest::general).toList()), keys);
    }

    @Test
    void shouldTellTheKeysThatAreReadFirstAndThenTheOthers() {
        List<String> all = new ArrayList<>(List.of("engram.trace", "engram.trace.config", "engram.trace.preset"));
        all.addAll(ConfigKey.names());
        assertEquals(all, List.copyOf(TracingConfig.keys()));
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeWhatItSays(Row row) {
        String key = row.key.replace(TYPE, "priming");
        row.accepted.forEach(value -> assertDoesNotThrow(() -> read(key, value), () -> key + "=" + value));
        row.refused.forEach(value ->
                assertThrows(IllegalArgumentException.class, () -> read(key, value), () -> key + "=" + value));
    }

    private static void read(String key, String value) {
        Properties properties = new Properties();
        properties.setProperty(key, value);
        TracingConfig.fromProperties(properties);
    }

    private static Path page() {
        Path here = Path.of("").toAbsolutePath();
        return (Files.exists(here.resolve("docs")) ? here : here.getParent()).resolve("docs/configuration.md");
    }

    private static String general(String key) {
        return key.replaceFirst("^engram\\.trace\\.(priming|interference|reconsolidation|false-memory)\\.",
                "engram.trace." + TYPE + ".");
    }

    private static String render() throws IOException {
        Map<String, Properties> presets = new LinkedHashMap<>();
        for (String preset : PRESETS) {
            Properties values = new Properties();
            values.load(new StringReader(TracingConfig.preset(preset).toString()));
            presets.put(preset, values);
        }
        List<String> lines = new ArrayList<>(List.of("| key | values | if not given |", "| --- | --- | --- |"));
        for (Row row : Row.values()) {
            Map<String, List<String>> given = givenBy(row.key, presets);
            String otherwise = given.values().stream().distinct().count() == 1
                    ? cell(given.get(PRESETS.getFirst())) : "the preset's";
            lines.add("| `" + row.key + "` | " + row.values + " | " + otherwise + " |");
        }
        lines.add("");
        lines.add("| what presets give | `" + String.join("` | `", PRESETS) + "` |");
        lines.add("| --- |" + " --- |".repeat(PRESETS.size()));
        for (String key : ConfigKey.names()) {
            Map<String, List<String>> given = givenBy(key, presets);
            if (given.values().stream().distinct().count() > 1) {
                lines.add("| `" + key + "` | " + String.join(" | ",
                        PRESETS.stream().map(preset -> cell(given.get(preset))).toList()) + " |");
            }
        }
        return String.join("\n", lines);
    }

    /** By preset, the values of a key; of one for types, those of all types. */
    private static Map<String, List<String>> givenBy(String key, Map<String, Properties> presets) {
        Map<String, List<String>> given = new LinkedHashMap<>();
        presets.forEach((preset, values) -> given.put(preset, ConfigKey.names().stream()
                .filter(name -> name.equals(key) || general(name).equals(key))
                .map(name -> values.getProperty(name, "")).toList()));
        return given;
    }

    private static String cell(List<String> values) {
        return values.getFirst().isEmpty() ? "none" : "`" + values.getFirst() + "`";
    }
}
