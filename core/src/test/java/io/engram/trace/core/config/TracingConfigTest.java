// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.core.EventType;
import io.engram.trace.core.clock.ClockKind;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.RingSpans;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracingConfigTest {
    @TempDir
    private Path folder;

    @Test
    void shouldTraceEverythingInDevelopment() {
        TracingConfig config = TracingConfig.development();
        for (EventType type : EventType.values()) {
            assertTrue(config.isEnabled(type));
            assertEquals(1.0, config.sampleRate(type));
        }
        assertEquals(10_000, config.ringCapacity());
        assertEquals(1_000, config.exportBatchSize());
        assertEquals(Duration.ofSeconds(5), config.exportInterval());
        assertEquals(List.of("ndjson"), config.formats());
        assertEquals(16, config.maxRings());
        assertTrue(config.hasJmx());
        assertTrue(config.hasTraceFile());
        assertTrue(config.keepsTraceFile());
        assertEquals(Optional.empty(), config.traceFileFolder());
    }

    @Test
    void shouldSamplePrimingAndInterferenceInProduction() {
        TracingConfig config = TracingConfig.production();
        assertTrue(config.isEnabled(EventType.PRIMING));
        assertTrue(config.isEnabled(EventType.INTERFERENCE));
        assertFalse(config.isEnabled(EventType.RECONSOLIDATION));
        assertFalse(config.isEnabled(EventType.FALSE_MEMORY));
        assertEquals(0.01, config.sampleRate(EventType.PRIMING));
        assertEquals(0.01, config.sampleRate(EventType.INTERFERENCE));
        assertEquals(10_000, config.ringCapacity());
        assertEquals(5_000, config.exportBatchSize());
        assertEquals(Duration.ofSeconds(30), config.exportInterval());
        assertEquals(List.of("ndjson"), config.formats());
        assertFalse(config.hasTraceFile());
        assertTrue(config.hasJmx());
    }

    @Test
    void shouldTraceNothingWhenDisabled() {
        TracingConfig config = TracingConfig.disabled();
        for (EventType type : EventType.values()) {
            assertFalse(config.isEnabled(type));
        }
        assertFalse(config.isAnyEnabled());
        assertFalse(config.hasTraceFile());
        assertFalse(config.hasJmx());
        assertEquals(List.of(), config.formats());
    }

    @Test
    void shouldFindPresetsByName() {
        assertEquals(TracingConfig.development(), TracingConfig.preset("development"));
        assertEquals(TracingConfig.production(), TracingConfig.preset("production"));
        assertEquals(TracingConfig.disabled(), TracingConfig.preset("disabled"));
        assertRejected(() -> TracingConfig.preset("debug"), "'debug'", "disabled, development or production");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.1, -Double.MIN_VALUE, 1.0000000000000002, 2, Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY})
    void shouldRejectSampleRatesOutOfRange(double rate) {
        for (EventType type : EventType.values()) {
            TracingConfig.Builder builder = TracingConfig.disabled().toBuilder();
            String[] parts = {type.label() + " sample rate", " " + rate + " ", "0.0 to 1.0"};
            assertRejected(() -> builder.sampleRate(type, rate), parts);
            assertRejected(() -> builder.enable(type, rate), parts);
            assertRejected(() -> TracingConfig.checkSampleRate(type, rate), parts);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, 16_777_217, Integer.MAX_VALUE})
    void shouldRejectRingCapacitiesOutOfRange(int slots) {
        assertRejected(() -> builder().ringCapacity(slots), "ring capacity", " " + slots + " ", "1 to 16777216 slots");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void shouldRejectMemoryLimitsOutOfRange(long bytes) {
        assertRejected(() -> builder().memoryLimitBytes(bytes), "memory limit", " " + bytes + " ",
                "1 to 9223372036854775807 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1_000_001, Integer.MAX_VALUE})
    void shouldRejectBatchSizesOutOfRange(int events) {
        assertRejected(() -> builder().exportBatchSize(events), "export batch size", " " + events + " ",
                "1 to 1000000 events");
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0ms", "PT-1S, PT-1S", "PT0.000999999S, PT0.000999999S", "PT24H0.001S, 86400001ms",
            "PT2562047788015215H30M7S, PT2562047788015215H30M7S"})
    void shouldRejectIntervalsOutOfRange(Duration interval, String shown) {
        assertRejected(() -> builder().exportInterval(interval), "export interval", " " + shown + " ",
                "1 to 86400000 ms");
    }

    @ParameterizedTest
    @CsvSource({"PT-0.001S, PT-0.001S", "PT24H0.001S, 86400001ms",
            "PT2562047788015215H30M7S, PT2562047788015215H30M7S"})
    void shouldRejectCloseTimeoutsOutOfRange(Duration timeout, String shown) {
        assertRejected(() -> builder().closeTimeout(timeout), "close timeout", " " + shown + " ", "0 to 86400000 ms");
        assertRejected(() -> builder().shutdownTimeout(timeout), "shutdown timeout", " " + shown + " ",
                "0 to 86400000 ms");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1, 4_095, Long.MIN_VALUE})
    void shouldRejectRotateSizesOutOfRange(long bytes) {
        assertRejected(() -> builder().rotateBytes(bytes), "rotate size", " " + bytes + " ",
                "4096 to 9223372036854775807 bytes, or 0");
    }

    @Test
    void shouldRejectFormatsThatAreEmptyOrGivenTwice() {
        assertRejected(() -> builder().formats("json", ""), "export format", "''", "each format once");
        assertRejected(() -> builder().formats("json", "ndjson", "json"), "export format", "'json'",
                "each format once");
    }

    @Test
    void shouldRejectAnEmptyOutput() {
        assertRejected(() -> builder().output(Path.of("")), "output", "''", "give the path of a file");
    }

    @Test
    void shouldAcceptTheEndsOfEveryRange() {
        TracingConfig least = builder().ringCapacity(1).exportBatchSize(1).exportInterval(Duration.ofMillis(1))
                .closeTimeout(Duration.ZERO).shutdownTimeout(Duration.ZERO).rotateBytes(0)
                .sampleRate(EventType.PRIMING, 0.0).build();
        assertEquals(1, least.ringCapacity());
        assertEquals(1, least.exportBatchSize());
        assertEquals(Duration.ofMillis(1), least.exportInterval());
        assertEquals(Duration.ZERO, least.closeTimeout());
        assertEquals(Duration.ZERO, least.shutdownTimeout());
        assertEquals(0, least.rotateBytes());
        assertEquals(0.0, least.sampleRate(EventType.PRIMING));
        TracingConfig most = builder().ringCapacity(1 << 24).exportBatchSize(1_000_000)
                .exportInterval(Duration.ofDays(1)).closeTimeout(Duration.ofDays(1)).rotateBytes(Long.MAX_VALUE)
                .memoryLimitBytes(Long.MAX_VALUE).build();
        assertEquals(1 << 24, most.ringCapacity());
        assertEquals(1_000_000, most.exportBatchSize());
        assertEquals(Duration.ofDays(1), most.exportInterval());
        assertEquals(Duration.ofDays(1), most.closeTimeout());
        assertEquals(Long.MAX_VALUE, most.rotateBytes());
        assertEquals(1 << 16, most.maxRings());
    }

    @Test
    void shouldSayWhatFitsWhenNotEvenOneRingDoes() {
        long oneRing = TracingConfig.fixedBytes() + TracingConfig.disabled().ringBytes();
        assertEquals(1, builder().memoryLimitBytes(oneRing).build().maxRings());
        assertEquals(1, builder().memoryLimitBytes(2 * oneRing - TracingConfig.fixedBytes() - 1).build().maxRings());
        assertEquals(2, builder().memoryLimitBytes(2 * oneRing - TracingConfig.fixedBytes()).build().maxRings());
        assertRejected(() -> builder().memoryLimitBytes(oneRing - 1).build(), "ring capacity 10000",
                "memory limit of " + (oneRing - 1) + " bytes", "1 to 9982 slots",
                "a memory limit of at least " + oneRing + " bytes");
        // The advice must work.
        assertEquals(1, builder().memoryLimitBytes(oneRing - 1).ringCapacity(9_982).build().maxRings());
        String message = assertThrows(IllegalArgumentException.class,
                () -> builder().memoryLimitBytes(1).ringCapacity(1).build()).getMessage();
        assertFalse(message.contains("give a ring capacity"), message);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1_000, 10_000, 1 << 24})
    void shouldReckonWithTheSizeThatRingsHave(int capacity) {
        TracingConfig config = builder().ringCapacity(capacity).build();
        assertTrue(RingSpans.endOffset(capacity) + RingLayout.ALIGNMENT_BYTES <= config.ringBytes());
        assertTrue(TraceFileLayout.strideBytes(capacity) <= config.ringBytes());
        assertTrue(config.ringBytes() - TraceFileLayout.strideBytes(capacity) <= TraceFileLayout.PAGE_BYTES);
        assertEquals(TracingConfig.fixedBytes() + 16 * config.ringBytes(), config.memoryLimitBytes());
        assertEquals(TracingConfig.DEFAULT_RINGS, config.maxRings());
    }

    @Test
    void shouldReadTheSameKeysFromPropertiesFileAndSystem() throws IOException {
        TracingConfig expected = TracingConfig.production().toBuilder()
                .enabled(EventType.INTERFERENCE, false).sampleRate(EventType.INTERFERENCE, 0.5)
                .enable(EventType.FALSE_MEMORY, 0.25)
                .ringCapacity(4_096).memoryLimitBytes(16 << 20).clock(ClockKind.TSC).exportBatchSize(10)
                .traceFile(true).traceFileFolder(Path.of("traces")).keepTraceFile(false).jmx(false)
                .exportInterval(Duration.ofMillis(250)).formats("json", "ndjson").output(Path.of("a b.json"))
                .rotateBytes(1 << 20).closeTimeout(Duration.ofMinutes(1)).shutdownTimeout(Duration.ofMillis(1_500))
                .build();
        Map<String, String> keys = new TreeMap<>(Map.ofEntries(
                Map.entry("engram.trace.preset", "production"),
                Map.entry("engram.trace.interference.enabled", "false"),
                Map.entry("engram.trace.interference.sample-rate", "0.5"),
                Map.entry("engram.trace.false-memory.enabled", "true"),
                Map.entry("engram.trace.false-memory.sample-rate", "0.25"),
                Map.entry("engram.trace.ring.capacity", "4_096"),
                Map.entry("engram.trace.memory.limit", "16MiB"),
                Map.entry("engram.trace.clock", "tsc"),
                Map.entry("engram.trace.file", "true"),
                Map.entry("engram.trace.file-dir", " traces "),
                Map.entry("engram.trace.file-keep", "false"),
                Map.entry("engram.trace.export.batch-size", "10"),
                Map.entry("engram.trace.export.interval", "250ms"),
                Map.entry("engram.trace.export.format", "JSON, ndjson"),
                Map.entry("engram.trace.export.output", "a b.json"),
                Map.entry("engram.trace.export.rotate-bytes", "1MiB"),
                Map.entry("engram.trace.jmx", "false"),
                Map.entry("engram.trace.close.timeout", "1m"),
                Map.entry("engram.trace.shutdown-timeout", "1500ms")));
        assertEquals(expected, TracingConfig.fromProperties(properties(keys)));

        Path file = folder.resolve("trace.properties");
        Files.write(file, keys.entrySet().stream().map(key -> key.getKey() + " = " + key.getValue()).toList());
        assertEquals(expected, TracingConfig.fromFile(file));
        assertEquals(expected, TracingConfig.fromProperties(properties(Map.of("engram.trace.config", file.toString()))));

        keys.forEach(System::setProperty);
        try {
            assertEquals(expected, TracingConfig.fromSystemProperties());
        } finally {
            keys.keySet().forEach(System::clearProperty);
        }
        assertEquals(TracingConfig.disabled(), TracingConfig.fromSystemProperties());
    }

    @Test
    void shouldLetPropertiesWinOverTheFile() throws IOException {
        Path file = folder.resolve("trace.properties");
        Files.writeString(file, "engram.trace.preset=development\nengram.trace.ring.capacity=7\nother=1\n");
        TracingConfig config = TracingConfig.fromProperties(properties(Map.of(
                "engram.trace.config", file.toString(), "engram.trace.ring.capacity", "8", "user.other", "2")));
        assertEquals(TracingConfig.development().toBuilder().ringCapacity(8).build(), config);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "engram.trace|maybe|neither on nor off",
            "engram.trace.preset|debug|disabled, development or production",
            "engram.trace.priming.enabled|yes|neither true nor false",
            "engram.trace.interference.sample-rate|1.5|0.0 to 1.0",
            "engram.trace.reconsolidation.sample-rate|NaN|0.0 to 1.0",
            "engram.trace.false-memory.sample-rate|often|0.0 to 1.0",
            "engram.trace.priming.sample-rate|-Infinity|0.0 to 1.0",
            "engram.trace.ring.capacity|0|1 to 16777216",
            "engram.trace.ring.capacity|many|1 to 16777216",
            "engram.trace.ring.capacity|99999999999|1 to 16777216",
            "engram.trace.ring.capacity|1.5|1 to 16777216",
            "engram.trace.memory.limit|0|1 to 9223372036854775807 bytes",
            "engram.trace.memory.limit|16MB|KiB, MiB or GiB",
            "engram.trace.memory.limit|-1|bytes, or a whole number",
            "engram.trace.clock|rdtsc|auto, tsc or nano",
            "engram.trace.file|on|neither true nor false",
            "engram.trace.file-keep|1|neither true nor false",
            "engram.trace.export.batch-size|1000001|1 to 1000000",
            "engram.trace.export.batch-size|all|1 to 1000000",
            "engram.trace.export.interval|0ms|1 to 86400000 ms",
            "engram.trace.export.interval|5|ms, s, m, h or d",
            "engram.trace.export.interval|-5s|ms, s, m, h or d",
            "engram.trace.export.interval|PT-5S|ms, s, m, h or d",
            "engram.trace.export.interval|999999999999999999s|1 to 86400000 ms",
            "engram.trace.export.interval|999999999999999999d|ms, s, m, h or d",
            "engram.trace.export.format|json,json|each format once",
            "engram.trace.export.format|json,|each format once",
            "engram.trace.export.output||give the path of a file",
            "engram.trace.export.rotate-bytes|1KB|KiB, MiB or GiB",
            "engram.trace.export.rotate-bytes|100|4096 to",
            "engram.trace.export.queue-bytes|65535|65536 to",
            "engram.trace.export.spool-bytes|1048575|1048576 to",
            "engram.trace.export.spool||give the path of a folder",
            "engram.trace.export.retry-backoff|0s|1 to 86400000 ms",
            "engram.trace.export.retry-backoff-max|25h|1 to 86400000 ms",
            "engram.trace.close.timeout|25h|0 to 86400000 ms"})
    void shouldNameKeyValueAndRangeOfABadProperty(String key, String value, String range) {
        String given = value == null ? "" : value;
        assertRejected(() -> TracingConfig.fromProperties(properties(Map.of(key, given))), "'" + key + "'", range);
        if (!given.isEmpty() && !key.endsWith("interval") && !key.endsWith("timeout") && !key.contains("backoff")) {
            assertRejected(() -> TracingConfig.fromProperties(properties(Map.of(key, given))),
                    given.contains(",") ? "json" : given);
        }
    }

    @Test
    void shouldNameUnknownKeysAndThoseThereAre() {
        assertRejected(() -> TracingConfig.fromProperties(properties(Map.of("engram.trace.ring.size", "1"))),
                "'engram.trace.ring.size'", "is unknown", "engram.trace.ring.capacity", "engram.trace.preset");
        // Without the dot it is somebody else's key.
        assertEquals(TracingConfig.disabled(), TracingConfig.fromProperties(properties(Map.of("engram.tracer", "1"))));
    }

    @Test
    void shouldRejectConfigurationFilesItCannotRead() throws IOException {
        Path missing = folder.resolve("missing.properties");
        assertRejected(() -> TracingConfig.fromFile(missing), "cannot read configuration file", missing.toString());
        assertRejected(() -> TracingConfig.fromProperties(properties(Map.of("engram.trace.config", missing.toString()))),
                "'engram.trace.config'", "cannot read configuration file", missing.toString());
        assertRejected(() -> TracingConfig.fromFile(folder), "cannot read configuration file", folder.toString());
        Path malformed = Files.writeString(folder.resolve("malformed.properties"), "engram.trace.preset=\\u12");
        assertRejected(() -> TracingConfig.fromFile(malformed), "cannot read configuration file", malformed.toString());
        Path notUtf8 = Files.write(folder.resolve("latin1.properties"), new byte[] {'a', '=', (byte) 0xE4});
        assertRejected(() -> TracingConfig.fromFile(notUtf8), "cannot read configuration file", notUtf8.toString());
    }

    @Test
    void shouldRejectAConfigurationFileThatNamesAnother() throws IOException {
        Path inner = Files.writeString(folder.resolve("inner.properties"), "engram.trace.preset=development");
        Path outer = folder.resolve("outer.properties");
        Properties nested = properties(Map.of("engram.trace.config", inner.toString()));
        try (var writer = Files.newBufferedWriter(outer)) {
            nested.store(writer, null);
        }
        String[] parts = {"'engram.trace.config'", outer.toString(), "cannot name another", "remove it"};
        assertRejected(() -> TracingConfig.fromFile(outer), parts);
        assertRejected(() -> TracingConfig.fromProperties(properties(Map.of("engram.trace.config", outer.toString()))),
                parts);
    }

    @Test
    void shouldSurviveItsOwnText() throws IOException {
        for (TracingConfig config : List.of(TracingConfig.disabled(), TracingConfig.development(),
                TracingConfig.production(),
                builder().exportInterval(Duration.ofNanos(1_500_001)).closeTimeout(Duration.ofNanos(1)).build(),
                builder().output(Path.of("C:\\traces\\neu #1=ü.json")).formats("json", "ndjson").build(),
                builder().traceFile(true).traceFileFolder(Path.of("C:\\a b")).keepTraceFile(false).build(),
                builder().ringCapacity(5).memoryLimitBytes(1 << 20).sampleRate(EventType.PRIMING, 1e-9).build(),
                builder().queueBytes(1 << 16).retryBackoff(Duration.ofMillis(2), Duration.ofMillis(2))
                        .spool(Path.of("spool")).spoolBytes(1 << 20).exporterSetting("otlp", "endpoint", "http://a:1")
                        .exporterSetting("loki", "labels", "a=b,c=d").build())) {
            Properties properties = new Properties();
            properties.load(new StringReader(config.toString()));
            TracingConfig read = TracingConfig.fromProperties(properties);
            assertEquals(config, read);
            assertEquals(config.hashCode(), read.hashCode());
            assertEquals(config.toString(), read.toString());
            assertEquals(config, config.toBuilder().build());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void shouldTakeAnEmptyFolderForTheDefault(String folder) {
        TracingConfig.Builder elsewhere = TracingConfig.development().toBuilder().traceFileFolder(Path.of("traces"));
        assertEquals(TracingConfig.development(), elsewhere.traceFileFolder(Path.of(folder)).build());
        assertEquals(TracingConfig.disabled(),
                TracingConfig.fromProperties(properties(Map.of("engram.trace.file-dir", folder))));
    }

    @Test
    void shouldPassSettingsOfExportersOn() {
        TracingConfig config = TracingConfig.fromProperties(properties(Map.of(
                "engram.trace.export.otlp.endpoint", " http://collector:4317 ",
                "engram.trace.export.loki.labels", "env=test")));
        assertEquals(Map.of("otlp", Map.of("endpoint", "http://collector:4317"), "loki", Map.of("labels", "env=test")),
                config.exporterSettings());
        assertThrows(UnsupportedOperationException.class, () -> config.exporterSettings().remove("otlp"));
        assertThrows(UnsupportedOperationException.class, () -> config.exporterSettings().get("otlp").clear());
        assertRejected(() -> builder().exporterSetting("", "endpoint", "x"), "'.endpoint'", "name of a format");
        assertRejected(() -> builder().exporterSetting("otlp", " ", "x"), "that of a setting");
        assertRejected(() -> builder().exporterSetting("a.b", "c", "x"), "name of a format");
    }

    @ParameterizedTest
    @ValueSource(strings = {"headers", "password", "bearer-token", "client-secret", "authorization"})
    void shouldKeepSecretsOutOfItsText(String name) {
        TracingConfig config = builder().exporterSetting("loki", name, "S3CRET").build();
        assertFalse(config.toString().contains("S3CRET"), config.toString());
        assertTrue(config.toString().contains("engram.trace.export.loki." + name + "=***"), config.toString());
    }

    @Test
    void shouldKeepBackoffsInOrder() {
        assertRejected(() -> builder().retryBackoff(Duration.ofSeconds(2), Duration.ofSeconds(1)),
                "longest retry backoff", "2000 to 86400000 ms");
        // Either key can be given alone: the other one gives way.
        TracingConfig longer = TracingConfig.fromProperties(properties(Map.of("engram.trace.export.retry-backoff", "2m")));
        assertEquals(Duration.ofMinutes(2), longer.maxRetryBackoff());
        TracingConfig shorter =
                TracingConfig.fromProperties(properties(Map.of("engram.trace.export.retry-backoff-max", "10ms")));
        assertEquals(Duration.ofMillis(10), shorter.retryBackoff());
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellConfigurationsApart(Change change) {
        TracingConfig config = TracingConfig.development();
        TracingConfig changed = change.of.apply(config.toBuilder()).build();
        assertNotEquals(config, changed);
        assertNotEquals(config.toString(), changed.toString());
        assertEquals(changed, changed.toBuilder().build());
    }

    private enum Change {
        ENABLED(builder -> builder.enabled(EventType.FALSE_MEMORY, false)),
        RATE(builder -> builder.sampleRate(EventType.RECONSOLIDATION, 0.5)),
        CAPACITY(builder -> builder.ringCapacity(9_982)),
        LIMIT(builder -> builder.memoryLimitBytes(1 << 20)),
        CLOCK(builder -> builder.clock(ClockKind.NANO)),
        FILE(builder -> builder.traceFile(false)),
        FILE_FOLDER(builder -> builder.traceFileFolder(Path.of("traces"))),
        KEEP_FILE(builder -> builder.keepTraceFile(false)),
        BATCH(builder -> builder.exportBatchSize(999)),
        INTERVAL(builder -> builder.exportInterval(Duration.ofMillis(4_999))),
        FORMATS(builder -> builder.formats()),
        OUTPUT(builder -> builder.output(Path.of("other"))),
        ROTATE(builder -> builder.rotateBytes(0)),
        QUEUE(builder -> builder.queueBytes(1 << 16)),
        BACKOFF(builder -> builder.retryBackoff(Duration.ofMillis(1), Duration.ofSeconds(30))),
        LONGEST_BACKOFF(builder -> builder.retryBackoff(Duration.ofSeconds(1), Duration.ofSeconds(1))),
        SPOOL(builder -> builder.spool(Path.of("spool"))),
        SPOOL_BYTES(builder -> builder.spoolBytes(1 << 20)),
        SETTING(builder -> builder.exporterSetting("otlp", "timeout", "1s")),
        TIMEOUT(builder -> builder.closeTimeout(Duration.ZERO)),
        SHUTDOWN_TIMEOUT(builder -> builder.shutdownTimeout(Duration.ZERO));

        private final UnaryOperator<TracingConfig.Builder> of;

        Change(UnaryOperator<TracingConfig.Builder> of) {
            this.of = of;
        }
    }

    private static TracingConfig.Builder builder() {
        return TracingConfig.disabled().toBuilder();
    }

    private static Properties properties(Map<String, String> keys) {
        Properties properties = new Properties();
        properties.putAll(keys);
        return properties;
    }

    private static void assertRejected(Executable call, String... parts) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "'" + part + "' is missing in: " + message);
        }
    }
}
