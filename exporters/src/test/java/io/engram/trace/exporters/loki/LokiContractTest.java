// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.collector.export.ExporterSettings;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.exporters.net.TestCertificates;
import io.engram.trace.exporters.server.ServerExporterContract;
import io.engram.trace.exporters.server.TestServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class LokiContractTest extends ServerExporterContract {
    private static final TracerStats NOTHING = new TracerStats(Map.of(), 0, 0, 0, 0, 0, List.of());

    @Override
    protected TestServer startServer() throws Exception {
        return new PushServer(LokiTestServer.start());
    }

    @Override
    protected TestServer startUntrustedServer() throws Exception {
        TestCertificates certificates = new TestCertificates(folder.resolve("certificates"), "EC");
        return new PushServer(LokiTestServer.startTls(LokiTestServer.context(certificates), false));
    }

    @Override
    protected EventExporter exporterTo(TestServer target, boolean tls, Duration timeout) {
        Map<String, String> settings = Map.of("endpoint",
                (tls ? "https" : "http") + "://localhost:" + target.port(), "timeout", timeout.toMillis() + "ms");
        return new LokiExporter(LokiConfig.of(new ExporterSettings("loki", settings)), Map.of("process.pid", "1"),
                () -> NOTHING);
    }

    /** A server that can go away and come back. */
    private static final class PushServer implements TestServer {
        private final List<LokiTestServer> stopped = new ArrayList<>();
        private final int port;
        private LokiTestServer server;

        PushServer(LokiTestServer server) {
            this.server = server;
            this.port = server.port();
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public List<Long> acceptedPositions() {
            List<LokiTestServer> all = new ArrayList<>(stopped);
            all.add(server);
            return all.stream().flatMap(one -> one.accepted().stream()).flatMap(stream -> stream.entries().stream())
                    .map(entry -> Long.parseLong(entry.metadata().get("position"))).toList();
        }

        @Override
        public void failForNow(int times) {
            server.answerNext(times, 503, Map.of(), "for now");
        }

        @Override
        public void refuse(int times) {
            server.answerNext(times, 400, Map.of(), "for good");
        }

        @Override
        public void throttle(Duration retryAfter, int times) {
            server.answerNext(times, 429, Map.of("Retry-After", Long.toString(retryAfter.toSeconds())), "too fast");
        }

        @Override
        public void hang(int times) {
            for (int i = 0; i < times; i++) {
                server.hangNext();
            }
        }

        @Override
        public void acceptAfter(Duration delay, int times) {
            server.delayNext(delay, times);
        }

        @Override
        public void stopWithinRequest() {
            server.breakNext();
        }

        @Override
        public void awaitRequests(int count) throws InterruptedException {
            server.awaitRequests(count);
        }

        @Override
        public void stop() {
            server.close();
        }

        @Override
        public void restart() throws IOException {
            stopped.add(server);
            server = LokiTestServer.startAt(port);
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
