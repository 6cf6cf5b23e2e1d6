// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.ExportException;
import io.engram.trace.collector.export.ExportException.Failed;
import io.engram.trace.collector.export.ExporterSettings;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.exporters.json.SampleEvents;
import io.engram.trace.exporters.net.TestCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LokiTlsTest {
    private static final List<CognitiveEvent> EVENTS = new SampleEvents(1).next(3);

    @TempDir
    private static Path folder;
    private static TestCertificates ec;
    private static TestCertificates rsa;

    @BeforeAll
    static void makeCertificates() throws Exception {
        ec = new TestCertificates(folder.resolve("ec"), "EC");
        rsa = new TestCertificates(folder.resolve("rsa"), "RSA");
    }

    private static LokiExporter exporter(LokiTestServer server, String... more) {
        Map<String, String> settings = new HashMap<>(Map.of("endpoint", server.endpoint()));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return new LokiExporter(LokiConfig.of(new ExporterSettings("loki", settings)), Map.of(),
                () -> new TracerStats(Map.of(), 0, 0, 0, 0, 0, List.of()));
    }

    private static void assertFails(LokiTestServer server, String... settings) throws IOException {
        try (LokiExporter exporter = exporter(server, settings)) {
            ExportException e = assertThrows(ExportException.class, () -> exporter.export(new EventBatch(EVENTS)));
            assertEquals(List.of(new Failed(0, EVENTS.size(), EVENTS.size(), true)), e.failed());
            assertTrue(e.getMessage().startsWith(server.endpoint() + ": "), e.getMessage());
            assertEquals(1, e.getMessage().lines().count());
        }
        assertEquals(0, server.requests());
    }

    private static void assertDelivers(LokiTestServer server, String... settings) throws IOException {
        try (LokiExporter exporter = exporter(server, settings)) {
            exporter.export(new EventBatch(EVENTS));
        }
        assertEquals(EVENTS.size(), server.accepted().stream().mapToInt(stream -> stream.entries().size()).sum());
        assertEquals(List.of(), server.complaints());
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void shouldTrustTheGivenAuthorityOnly(String algorithm) throws Exception {
        TestCertificates own = algorithm.equals("EC") ? ec : rsa;
        TestCertificates others = algorithm.equals("EC") ? rsa : ec;
        try (LokiTestServer server = LokiTestServer.startTls(LokiTestServer.context(own), false)) {
            assertFails(server);
            assertFails(server, "certificate", others.authority().toString());
            assertDelivers(server, "certificate", own.authority().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void shouldShowItsOwnCertificate(String algorithm) throws Exception {
        TestCertificates own = algorithm.equals("EC") ? ec : rsa;
        TestCertificates others = algorithm.equals("EC") ? rsa : ec;
        try (LokiTestServer server = LokiTestServer.startTls(LokiTestServer.context(own), true)) {
            String authority = own.authority().toString();
            assertFails(server, "certificate", authority);
            assertFails(server, "certificate", authority, "client-certificate", others.clientCertificate().toString(),
                    "client-key", others.clientKey().toString());
            assertDelivers(server, "certificate", authority, "client-certificate", own.clientCertificate().toString(),
                    "client-key", own.clientKey().toString());
        }
    }

    @Test
    void shouldRefuseAKeyThatDoesNotBelongToTheCertificate() throws Exception {
        try (LokiTestServer server = LokiTestServer.startTls(LokiTestServer.context(ec), true)) {
            String certificate = ec.clientCertificate().toString();
            String key = rsa.clientKey().toString();
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                    () -> exporter(server, "client-certificate", certificate, "client-key", key));
            assertTrue(e.getMessage().contains("client-key"), e.getMessage());
        }
    }
}
