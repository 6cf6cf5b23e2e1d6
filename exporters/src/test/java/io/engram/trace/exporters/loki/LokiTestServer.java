// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.engram.trace.exporters.net.TestCertificates;
import io.engram.trace.exporters.net.TlsTrust;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Speaks Loki's push API, keeps what it accepted, and complains of whatever Loki would not take. */
final class LokiTestServer implements AutoCloseable {
    private static final int MAX_BODY_BYTES = 4 << 20;
    private static final int MAX_LINE_BYTES = 256 << 10;
    private static final int MAX_LABELS = 15;
    private static final int MAX_METADATA = 128;
    private static final int MAX_METADATA_BYTES = 64 << 10;

    private enum Behaviour {
        ANSWER, HANG, HOLD, DELAY, BREAK
    }

    private record Plan(Behaviour behaviour, int status, Map<String, String> headers, String body, Duration delay) {
        Plan(Behaviour behaviour, int status, Map<String, String> headers, String body) {
            this(behaviour, status, headers, body, Duration.ZERO);
        }
    }

    private static final Plan ACCEPT = new Plan(Behaviour.ANSWER, 204, Map.of(), "");

    private final HttpServer server;
    private final boolean tls;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Deque<Plan> plans = new ArrayDeque<>();
    private final List<PushRequests.Stream> accepted = new ArrayList<>();
    private final List<Integer> requestEntries = new ArrayList<>();
    private final Map<Map<String, String>, Long> lastTimes = new HashMap<>();
    private final List<String> complaints = new ArrayList<>();
    private CountDownLatch release = new CountDownLatch(1);
    private Headers lastHeaders;
    private String lastPath;
    private int requests;
    private int largestBody;

    private LokiTestServer(HttpServer server, boolean tls) {
        this.server = server;
        this.tls = tls;
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    static LokiTestServer start() throws IOException {
        return startAt(0);
    }

    /** Starts at a port that a server had before. */
    static LokiTestServer startAt(int port) throws IOException {
        return new LokiTestServer(HttpServer.create(loopback(port), 0), false);
    }

    static LokiTestServer startTls(SSLContext context, boolean needClientCertificate) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = context.getDefaultSSLParameters();
                ssl.setNeedClientAuth(needClientCertificate);
                parameters.setSSLParameters(ssl);
            }
        });
        return new LokiTestServer(server, true);
    }

    /** A context in which a server has its certificate, and trusts the authority's clients. */
    static SSLContext context(TestCertificates certificates) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(certificates.serverKeys().getKeyManagers(),
                TlsTrust.trustManagers(TlsTrust.readCertificates(certificates.authority().toString()))
                        .getTrustManagers(), null);
        return context;
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    int port() {
        return server.getAddress().getPort();
    }

    String endpoint() {
        return (tls ? "https" : "http") + "://localhost:" + port();
    }

    synchronized void answerNext(int times, int status, Map<String, String> headers, String body) {
        for (int i = 0; i < times; i++) {
            plans.add(new Plan(Behaviour.ANSWER, status, headers, body));
        }
    }

    synchronized void hangNext() {
        plans.add(new Plan(Behaviour.HANG, 0, Map.of(), ""));
    }

    synchronized void holdNext() {
        release = new CountDownLatch(1);
        plans.add(new Plan(Behaviour.HOLD, ACCEPT.status(), Map.of(), ""));
    }

    synchronized void release() {
        release.countDown();
    }

    synchronized void breakNext() {
        plans.add(new Plan(Behaviour.BREAK, 500, Map.of(), "half of"));
    }

    synchronized void awaitRequests(int count) throws InterruptedException {
        while (requests < count) {
            wait();
        }
    }

    synchronized int requests() {
        return requests;
    }

    /** Accepts the next requests, but lets them wait. */
    synchronized void delayNext(Duration delay, int times) {
        for (int i = 0; i < times; i++) {
            plans.add(new Plan(Behaviour.DELAY, ACCEPT.status(), Map.of(), "", delay));
        }
    }

    /** What was accepted, request by request. */
    synchronized List<PushRequests.Stream> accepted() {
        return List.copyOf(accepted);
    }

    /** The lines that were accepted in streams of a type. */
    synchronized List<String> lines(String eventType) {
        return accepted.stream().filter(stream -> eventType.equals(stream.labels().get("event_type")))
                .flatMap(stream -> stream.entries().stream()).map(PushRequests.Entry::line).toList();
    }

    /** How many entries each request had, accepted or not. */
    synchronized List<Integer> requestEntries() {
        return List.copyOf(requestEntries);
    }

    synchronized String header(String name) {
        return lastHeaders.getFirst(name);
    }

    synchronized String path() {
        return lastPath;
    }

    synchronized int largestBody() {
        return largestBody;
    }

    /** Whatever Loki would not have taken. */
    synchronized List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Plan plan;
        CountDownLatch held;
        synchronized (this) {
            lastHeaders = exchange.getRequestHeaders();
            lastPath = exchange.getRequestURI().toString();
            plan = plans.isEmpty() ? ACCEPT : plans.remove();
            held = release;
            List<PushRequests.Stream> streams = read(exchange, body);
            requestEntries.add(streams.stream().mapToInt(stream -> stream.entries().size()).sum());
            if (plan.behaviour() != Behaviour.HANG && (plan.status() == 204 || plan.status() == 200)) {
                streams.forEach(this::accept);
            }
            requests++;
            notifyAll();
        }
        try (exchange) {
            switch (plan.behaviour()) {
                case HANG -> closed.await();
                case HOLD -> {
                    held.await();
                    answer(exchange, plan, plan.body().length());
                }
                case DELAY -> {
                    closed.await(plan.delay().toNanos(), TimeUnit.NANOSECONDS);
                    answer(exchange, plan, plan.body().length());
                }
                case BREAK -> answer(exchange, plan, 1_000);
                case ANSWER -> answer(exchange, plan, plan.body().length());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, Plan plan, int promisedBytes) throws IOException {
        plan.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = plan.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(plan.status(), bytes.length == 0 ? -1 : Math.max(promisedBytes, bytes.length));
        if (bytes.length > 0) {
            OutputStream out = exchange.getResponseBody();
            out.write(bytes);
            out.flush();
        }
    }

    private List<PushRequests.Stream> read(HttpExchange exchange, byte[] body) {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        String compression = exchange.getRequestHeaders().getFirst("Content-Encoding");
        LokiEncoding encoding = "application/x-protobuf".equals(type) ? LokiEncoding.PROTOBUF
                : "gzip".equals(compression) ? LokiEncoding.JSON : LokiEncoding.PLAIN_JSON;
        check("POST".equals(exchange.getRequestMethod()), "method " + exchange.getRequestMethod());
        check(encoding == LokiEncoding.PROTOBUF || "application/json".equals(type), "content type " + type);
        try {
            byte[] plain = PushRequests.plain(encoding, body);
            largestBody = Math.max(largestBody, plain.length);
            check(plain.length <= MAX_BODY_BYTES, "body of " + plain.length + " bytes");
            return PushRequests.streams(encoding, plain);
        } catch (IOException | RuntimeException e) {
            complaints.add(e.toString());
            return List.of();
        }
    }

    private void accept(PushRequests.Stream stream) {
        accepted.add(stream);
        check(stream.labels().size() <= MAX_LABELS, "labels " + stream.labels());
        check(stream.labels().containsKey("service_name"), "no service in " + stream.labels());
        check(!stream.entries().isEmpty(), "an empty stream");
        for (PushRequests.Entry entry : stream.entries()) {
            Long last = lastTimes.put(stream.labels(), entry.unixNano());
            check(last == null || entry.unixNano() > last, "time " + entry.unixNano() + " after " + last);
            check(entry.line().getBytes(StandardCharsets.UTF_8).length <= MAX_LINE_BYTES, "a line too long");
            check(entry.metadata().size() <= MAX_METADATA, "metadata " + entry.metadata().size());
            check(entry.metadata().toString().getBytes(StandardCharsets.UTF_8).length <= MAX_METADATA_BYTES,
                    "metadata too long");
        }
    }

    private void check(boolean right, String complaint) {
        if (!right) {
            complaints.add(complaint);
        }
    }
}
