// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.engram.trace.collector.export.EventExporterProvider;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.config.TracingConfig;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Applications find exporters on the class path through META-INF/services, on the module path through the descriptor. */
class ProvidersTest {
    @Test
    void shouldRefuseTwoFormatsInOneFile() {
        TracingConfig config = TracingConfig.development().toBuilder().formats("json", "ndjson")
                .output(Path.of("events")).build();
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> CognitiveTracer.start(config));
        assertEquals("formats json and ndjson would both write events: give one of them", e.getMessage());
    }

    @Test
    void shouldBeFoundOnBothPaths() throws URISyntaxException {
        Set<String> onClassPath = new TreeSet<>();
        Set<String> formats = new TreeSet<>();
        ServiceLoader.load(EventExporterProvider.class).forEach(provider -> {
            onClassPath.add(provider.getClass().getName());
            formats.add(provider.format());
        });
        assertEquals(Set.of("json", "ndjson", "log", "loki", "otlp"), formats);
        Path classes = Path.of(NdjsonProvider.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        ModuleDescriptor descriptor = ModuleFinder.of(classes).find("io.engram.trace.exporters").orElseThrow()
                .descriptor();
        Set<String> onModulePath = new TreeSet<>();
        descriptor.provides().stream().filter(one -> one.service().equals(EventExporterProvider.class.getName()))
                .forEach(one -> onModulePath.addAll(one.providers()));
        assertEquals(onClassPath, onModulePath);
    }
}
