// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.collector.export.ExporterSettings;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.exporters.net.TestCertificates;
import io.engram.trace.exporters.resource.Resource;
import io.engram.trace.exporters.server.ServerExporterContract;
import io.engram.trace.exporters.server.TestServer;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class OtlpContractTest extends ServerExporterContract {
    private static final TracerStats NOTHING = new TracerStats(Map.of(), 0, 0, 0, 0, 0, List.of());

    @Override
    protected TestServer startServer() {
        return new OtlpTestServer();
    }

    @Override
    protected TestServer startUntrustedServer() throws Exception {
        TestCertificates certificates = new TestCertificates(folder.resolve("certificates"), "EC");
        return new OtlpTestServer(GrpcSslContexts
                .configure(SslContextBuilder.forServer(certificates.serverKeys()), SslProvider.JDK).build());
    }

    @Override
    protected EventExporter exporterTo(TestServer target, boolean tls, Duration timeout) {
        Map<String, String> settings = Map.of("endpoint",
                (tls ? "https" : "http") + "://localhost:" + target.port(), "timeout", timeout.toMillis() + "ms");
        return new OtlpExporter(OtlpConfig.of(new ExporterSettings("otlp", settings), Map.of()),
                new Resource(Map.of("process.pid", "1")), () -> NOTHING);
    }
}
