// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.engram.trace.exporters.server.TestServer;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A server for OTLP's logs on an ephemeral port of the loopback interface. */
final class OtlpTestServer implements TestServer {
    private static final int LARGEST_MESSAGE_BYTES = 4 << 20;

    private final SslContext tls;
    private final Queue<Behaviour> behaviours = new ConcurrentLinkedQueue<>();
    private final List<ExportLogsServiceRequest> accepted = new ArrayList<>();
    private final List<Metadata> headers = new ArrayList<>();
    private final Semaphore requests = new Semaphore(0);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "otlp-test-server");
        thread.setDaemon(true);
        return thread;
    });
    private Server server;
    private int port;

    /** What becomes of one request. */
    @FunctionalInterface
    interface Behaviour {
        void answer(ExportLogsServiceRequest request, StreamObserver<ExportLogsServiceResponse> answers);
    }

    /** Starts a server without TLS. */
    OtlpTestServer() {
        this(null);
    }

    /** Starts a server with TLS, or without where {@code tls} is null. */
    OtlpTestServer(SslContext tls) {
        this.tls = tls;
        try {
            restart();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void restart() throws IOException {
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .maxInboundMessageSize(LARGEST_MESSAGE_BYTES).intercept(new HeaderCollector())
                        .addService(new Logs());
        if (tls != null) {
            builder.sslContext(tls);
        }
        server = builder.build().start();
        port = server.getPort();
    }

    @Override
    public int port() {
        return port;
    }

    /** Decides on the next request for which nothing else was decided. */
    void next(Behaviour behaviour) {
        behaviours.add(behaviour);
    }

    void answer(int times, Status status, Metadata trailers) {
        for (int i = 0; i < times; i++) {
            next((request, answers) -> answers.onError(status.asRuntimeException(trailers)));
        }
    }

    void answerPartially(long rejected, String message) {
        next((request, answers) -> {
            accept(request);
            answers.onNext(ExportLogsServiceResponse.newBuilder().setPartialSuccess(ExportLogsPartialSuccess
                    .newBuilder().setRejectedLogRecords(rejected).setErrorMessage(message)).build());
            answers.onCompleted();
        });
    }

    @Override
    public void failForNow(int times) {
        answer(times, Status.UNAVAILABLE.withDescription("for now"), new Metadata());
    }

    @Override
    public void refuse(int times) {
        answer(times, Status.INVALID_ARGUMENT.withDescription("for good"), new Metadata());
    }

    @Override
    public void throttle(Duration retryAfter, int times) {
        answer(times, Status.RESOURCE_EXHAUSTED.withDescription("too fast"), retryInfo(com.google.protobuf.Duration
                .newBuilder().setSeconds(retryAfter.getSeconds()).setNanos(retryAfter.getNano()).build()));
    }

    /** Details of a status with a RetryInfo, with an empty one where {@code delay} is null. */
    static Metadata retryInfo(com.google.protobuf.Duration delay) {
        ByteString info = delay == null ? ByteString.EMPTY
                : field(1).concat(length(delay.getSerializedSize())).concat(delay.toByteString());
        Any other = Any.newBuilder().setTypeUrl("type.googleapis.com/google.rpc.ErrorInfo").build();
        Any any = Any.newBuilder().setTypeUrl("type.googleapis.com/google.rpc.RetryInfo").setValue(info).build();
        ByteString status = ByteString.copyFrom(new byte[] {1 << 3, 8});
        for (Any detail : List.of(other, any)) {
            status = status.concat(field(3)).concat(length(detail.getSerializedSize())).concat(detail.toByteString());
        }
        Metadata trailers = new Metadata();
        trailers.put(Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER),
                status.toByteArray());
        return trailers;
    }

    private static ByteString field(int number) {
        return ByteString.copyFrom(new byte[] {(byte) (number << 3 | 2)});
    }

    private static ByteString length(int length) {
        return ByteString.copyFrom(new byte[] {(byte) length});
    }

    @Override
    public void hang(int times) {
        for (int i = 0; i < times; i++) {
            next((request, answers) -> { });
        }
    }

    @Override
    public void acceptAfter(Duration delay, int times) {
        for (int i = 0; i < times; i++) {
            next((request, answers) ->
                    timer.schedule(() -> acceptAndAnswer(request, answers), delay.toNanos(), TimeUnit.NANOSECONDS));
        }
    }

    @Override
    public void stopWithinRequest() {
        next((request, answers) -> server.shutdownNow());
    }

    @Override
    public void awaitRequests(int count) throws InterruptedException {
        if (!requests.tryAcquire(count, 60, TimeUnit.SECONDS)) {
            throw new AssertionError("fewer than " + count + " requests came");
        }
        requests.release(count);
    }

    @Override
    public void stop() {
        server.shutdownNow();
        try {
            server.awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        timer.shutdownNow();
    }

    List<ExportLogsServiceRequest> accepted() {
        synchronized (accepted) {
            return List.copyOf(accepted);
        }
    }

    /** Accepted records, in the order in which they came. */
    List<LogRecord> records() {
        return accepted().stream().flatMap(request -> request.getResourceLogsList().stream())
                .flatMap(logs -> logs.getScopeLogsList().stream()).flatMap(logs -> logs.getLogRecordsList().stream())
                .toList();
    }

    /** Headers of all requests. */
    List<Metadata> headers() {
        synchronized (headers) {
            return List.copyOf(headers);
        }
    }

    @Override
    public List<Long> acceptedPositions() {
        return records().stream().flatMap(record -> record.getAttributesList().stream())
                .filter(attribute -> attribute.getKey().equals("cognitive.position"))
                .map(attribute -> attribute.getValue().getIntValue()).toList();
    }

    void acceptAndAnswer(ExportLogsServiceRequest request, StreamObserver<ExportLogsServiceResponse> answers) {
        accept(request);
        answers.onNext(ExportLogsServiceResponse.getDefaultInstance());
        answers.onCompleted();
    }

    private void accept(ExportLogsServiceRequest request) {
        synchronized (accepted) {
            accepted.add(request);
        }
    }

    private final class Logs extends LogsServiceGrpc.LogsServiceImplBase {
        @Override
        public void export(ExportLogsServiceRequest request, StreamObserver<ExportLogsServiceResponse> answers) {
            Behaviour behaviour = behaviours.poll();
            requests.release();
            if (behaviour == null) {
                acceptAndAnswer(request, answers);
            } else {
                behaviour.answer(request, answers);
            }
        }
    }

    private final class HeaderCollector implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata metadata,
                ServerCallHandler<Q, A> next) {
            synchronized (headers) {
                headers.add(metadata);
            }
            return next.startCall(call, metadata);
        }
    }
}
