// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engram.trace.core.config.TracingConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

class EnvironmentSettingsTest {
    private final StandardEnvironment environment = new StandardEnvironment();
    private final MutablePropertySources sources = environment.getPropertySources();

    EnvironmentSettingsTest() {
        // This machine's are left out.
        sources.remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        sources.remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
    }

    /** Adds properties below those that are there. */
    private void give(Map<String, Object> properties) {
        sources.addLast(new MapPropertySource("given " + sources.size(), properties));
    }

    private void giveVariables(Map<String, Object> variables) {
        sources.addLast(new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    }

    private void giveYaml(String text) throws IOException {
        new YamlPropertySourceLoader().load("yaml", new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)))
                .forEach(sources::addLast);
    }

    private void assertRead(Map<String, String> expected) {
        assertEquals(new TreeMap<>(expected), new TreeMap<>(EnvironmentSettings.read(environment)));
    }

    @Test
    void shouldReadYaml() throws IOException {
        giveYaml("""
                engram:
                  trace:
                    preset: production
                    file: on
                    ring.capacity: 20_000
                    false-memory: {enabled: true, sample-rate: 0.25}
                    export:
                      format: ndjson, otlp
                      batchSize: 7
                      retry_backoff: ${wait}
                      otlp:
                        endpoint: http://127.0.0.1:4317
                        max-request-bytes: 1MiB
                wait: 3s
                engram.traces: none of it
                """);
        assertRead(Map.of("engram.trace.preset", "production", "engram.trace.file", "true",
                "engram.trace.ring.capacity", "20000",
                "engram.trace.false-memory.enabled", "true", "engram.trace.false-memory.sample-rate", "0.25",
                "engram.trace.export.format", "ndjson, otlp", "engram.trace.export.batch-size", "7",
                "engram.trace.export.retry-backoff", "3s",
                "engram.trace.export.otlp.endpoint", "http://127.0.0.1:4317",
                "engram.trace.export.otlp.max-request-bytes", "1MiB"));
    }

    @Test
    void shouldReadEveryKeyAsVariableInBothSpellings() {
        Map<String, Object> withUnderscores = new TreeMap<>();
        Map<String, Object> withoutDashes = new TreeMap<>();
        Map<String, String> expected = new TreeMap<>();
        for (String key : TracingConfig.keys()) {
            String upper = key.toUpperCase(Locale.ROOT).replace('.', '_');
            withUnderscores.put(upper.replace('-', '_'), "value of " + key);
            withoutDashes.put(upper.replace("-", ""), "value of " + key);
            expected.put(key, "value of " + key);
        }
        giveVariables(withUnderscores);
        assertRead(expected);
        sources.remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        giveVariables(withoutDashes);
        assertRead(expected);
    }

    @Test
    void shouldPreferWhatStandsFirstHoweverItIsSpelt() {
        give(Map.of("engram.trace.export.batchSize", "1"));
        giveVariables(Map.of("ENGRAM_TRACE_EXPORT_BATCH_SIZE", "2", "ENGRAM_TRACE_CLOSE_TIMEOUT", "4s"));
        give(Map.of("engram.trace.export.batch-size", "3", "engram.trace.close.timeout", "5s"));
        assertRead(Map.of("engram.trace.export.batch-size", "1", "engram.trace.close.timeout", "4s"));
    }

    @Test
    void shouldLeaveWhatNobodyKnowsToTheTracer() {
        giveVariables(Map.of("ENGRAM_TRACE_RINGS", "2", "ENGRAM_TRACE_EXPORT_LOKI_TENANT", "t"));
        give(Map.of("engram.trace.ring.size", "3"));
        assertRead(Map.of("engram.trace.rings", "2", "engram.trace.export.loki.tenant", "t",
                "engram.trace.ring.size", "3"));
    }

    @Test
    void shouldReadTheSwitchAlone() {
        give(Map.of("engram.trace", "off"));
        assertRead(Map.of("engram.trace", "off"));
    }

    @Test
    void shouldReadNothingWhereThereIsNothing() {
        assertEquals(new Properties(), EnvironmentSettings.read(environment));
    }
}
