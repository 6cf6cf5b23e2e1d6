// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.ExportException;
import io.engram.trace.collector.export.ExportException.Failed;
import io.engram.trace.collector.export.ExporterSettings;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.exporters.net.TestCertificates;
import io.engram.trace.exporters.net.TlsTrust;
import io.engram.trace.exporters.resource.Resource;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OtlpTlsTest {
    private static final List<CognitiveEvent> EVENTS = new AnyEvents(1).next(20);

    @TempDir
    private static Path folder;
    private static TestCertificates certificates;
    private static TestCertificates others;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new TestCertificates(folder.resolve("ours"), "EC");
        others = new TestCertificates(folder.resolve("others"), "RSA");
    }

    private static OtlpTestServer server(ClientAuth clients) throws Exception {
        return new OtlpTestServer(GrpcSslContexts
                .configure(SslContextBuilder.forServer(certificates.serverKeys()), SslProvider.JDK)
                .trustManager(TlsTrust.trustManagers(
                        TlsTrust.readCertificates(certificates.authority().toString())))
                .clientAuth(clients).build());
    }

    private static OtlpExporter exporter(OtlpTestServer server, Map<String, Path> files) {
        Map<String, String> settings = new TreeMap<>(Map.of("endpoint", "https://localhost:" + server.port()));
        files.forEach((name, file) -> settings.put(name, file.toString()));
        TracerStats nothing = new TracerStats(Map.of(), 0, 0, 0, 0, 0, List.of());
        return new OtlpExporter(OtlpConfig.of(new ExporterSettings("otlp", settings), Map.of()),
                new Resource(Map.of()), () -> nothing);
    }

    private static void checkArrived(OtlpTestServer server) {
        long observed = server.records().getFirst().getObservedTimeUnixNano();
        assertEquals(GeneratedRecords.records(EVENTS, observed), server.records());
    }

    private static void checkNotTrusted(OtlpExporter exporter) {
        ExportException e = assertThrows(ExportException.class, () -> exporter.export(new EventBatch(EVENTS)));
        assertEquals(List.of(new Failed(0, EVENTS.size(), EVENTS.size(), true)), e.failed());
        assertTrue(e.getMessage().startsWith("UNAVAILABLE: "), e.getMessage());
    }

    @Test
    void shouldTrustTheConfiguredAuthority() throws Exception {
        try (OtlpTestServer server = server(ClientAuth.NONE);
                OtlpExporter exporter = exporter(server, Map.of("certificate", certificates.authority()))) {
            exporter.export(new EventBatch(EVENTS));
            checkArrived(server);
        }
    }

    @Test
    void shouldTrustNobodyElse() throws Exception {
        try (OtlpTestServer server = server(ClientAuth.NONE);
                OtlpExporter ofOthers = exporter(server, Map.of("certificate", others.authority()));
                OtlpExporter ofTheJvm = exporter(server, Map.of())) {
            checkNotTrusted(ofOthers);
            checkNotTrusted(ofTheJvm);
            assertEquals(List.of(), server.records());
        }
    }

    @Test
    void shouldShowTheClientsCertificate() throws Exception {
        try (OtlpTestServer server = server(ClientAuth.REQUIRE);
                OtlpExporter exporter = exporter(server, Map.of("certificate", certificates.authority(),
                        "client-key", certificates.clientKey(),
                        "client-certificate", certificates.clientCertificate()))) {
            exporter.export(new EventBatch(EVENTS));
            checkArrived(server);
        }
    }

    @Test
    void shouldNotBeTrustedWithoutACertificateOrWithThatOfAnotherAuthority() throws Exception {
        try (OtlpTestServer server = server(ClientAuth.REQUIRE);
                OtlpExporter without = exporter(server, Map.of("certificate", certificates.authority()));
                OtlpExporter ofOthers = exporter(server, Map.of("certificate", certificates.authority(),
                        "client-key", others.clientKey(), "client-certificate", others.clientCertificate()))) {
            checkNotTrusted(without);
            checkNotTrusted(ofOthers);
            assertEquals(List.of(), server.records());
        }
    }

    @Test
    void shouldNotSpeakPlaintextToAServerWithTls() throws Exception {
        try (OtlpTestServer server = server(ClientAuth.NONE)) {
            TracerStats nothing = new TracerStats(Map.of(), 0, 0, 0, 0, 0, List.of());
            try (OtlpExporter exporter = new OtlpExporter(OtlpConfig.of(new ExporterSettings("otlp",
                    Map.of("endpoint", "http://localhost:" + server.port())), Map.of()), new Resource(Map.of()),
                    () -> nothing)) {
                checkNotTrusted(exporter);
            }
        }
    }
}
