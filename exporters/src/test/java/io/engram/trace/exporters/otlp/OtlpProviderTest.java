// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.collector.export.ExportContext;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.stats.TracerStats;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtlpProviderTest {
    private static EventExporter create(String name, String value) {
        TracingConfig config = TracingConfig.development().toBuilder().exporterSetting("otlp", name, value).build();
        TracerStats nothing = new TracerStats(Map.of(), 0, 0, 0, 0, 0, List.of());
        return new OtlpProvider().create(new ExportContext(config, () -> nothing));
    }

    @Test
    void shouldMakeAnExporterWithoutAServer() throws IOException {
        try (EventExporter exporter = create("endpoint", "http://localhost:1")) {
            assertEquals("otlp http://localhost:1", exporter.name());
            assertEquals(10_000, exporter.preferredEvents());
            assertTrue(exporter.isSpoolable());
            assertEquals("engram-trace", exporter.resource().get("telemetry.sdk.name"));
            exporter.flush();
        }
    }

    @Test
    void shouldMakeNoneWhereSwitchedOff() {
        assertNull(create("enabled", "false"));
    }

    @Test
    void shouldRefuseWhatCannotBeFollowedBeforeAnythingIsTraced() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> create("timeout", "soon"));
        assertTrue(e.getMessage().startsWith("key 'engram.trace.export.otlp.timeout': 'soon' is not a duration"),
                e.getMessage());
    }
}
