// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.net.TlsTrust;
import io.engram.trace.exporters.resource.Versions;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * The connection to a server. It is made when it is first needed, and again when it is lost.
 *
 * <p>Assumptions: one thread uses it. Reading and writing are done by a daemon thread of its own.
 */
final class OtlpChannel {
    private static final MethodDescriptor<EncodeBuffer, ExportLogsServiceResponse> EXPORT =
            LogsServiceGrpc.getExportMethod().toBuilder(new RequestMarshaller(),
                    LogsServiceGrpc.getExportMethod().getResponseMarshaller()).build();
    private static final String THREAD_NAME = "engram-trace-otlp";
    private static final long CLOSE_MILLIS = 1_000;

    private final EventLoopGroup eventLoop;
    private final NettyChannelBuilder builder;
    private ManagedChannel channel;
    private final Metadata headers = new Metadata();
    private final CallOptions options;
    private final boolean gzip;

    /**
     * Makes a channel; nothing goes over the network yet.
     *
     * @param config where to and how
     * @throws IllegalArgumentException if host or certificates are such that no connection can be made
     */
    OtlpChannel(OtlpConfig config) {
        for (Map.Entry<String, String> header : config.headers().entrySet()) {
            headers.put(Metadata.Key.of(header.getKey(), Metadata.ASCII_STRING_MARSHALLER), header.getValue());
        }
        gzip = config.isGzip();
        options = gzip ? CallOptions.DEFAULT.withCompression("gzip") : CallOptions.DEFAULT;
        // Answers are handed over at once, so that gRPC needs no other thread. Not epoll, which is a native library.
        builder = NettyChannelBuilder.forAddress(config.endpoint().host(), config.endpoint().port())
                .channelType(NioSocketChannel.class, InetSocketAddress.class)
                .directExecutor()
                .disableRetry()
                .userAgent("engram-trace/" + Versions.CURRENT);
        if (config.endpoint().tls()) {
            builder.sslContext(sslContext(config));
        } else {
            builder.usePlaintext();
        }
        if (config.keepalive() != null) {
            builder.keepAliveTime(config.keepalive().toNanos(), TimeUnit.NANOSECONDS);
        }
        eventLoop = new MultiThreadIoEventLoopGroup(1, OtlpChannel::thread, NioIoHandler.newFactory());
        channel = builder.eventLoopGroup(eventLoop).build();
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, THREAD_NAME);
        thread.setDaemon(true);
        return thread;
    }

    private static SslContext sslContext(OtlpConfig config) {
        // The JVM's own TLS: no native library, and the JVM's security settings count.
        SslContextBuilder tls = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK);
        if (!config.authorities().isEmpty()) {
            tls.trustManager(TlsTrust.trustManagers(config.authorities()));
        }
        if (config.identity() != null) {
            tls.keyManager(config.identity().keyManagers());
        }
        try {
            return tls.build();
        } catch (SSLException e) {
            throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /**
     * Begins anew after a failure, unless the connection stands. gRPC would wait longer and longer before it connects
     * again, and fail requests meanwhile; here, the collector says when to try.
     */
    void recover() {
        ConnectivityState state = channel.getState(false);
        if (state != ConnectivityState.READY && state != ConnectivityState.IDLE) {
            channel.shutdownNow();
            channel = builder.build();
        }
    }

    /**
     * Sends a request.
     *
     * @param request encoded; belongs to gRPC until it is answered
     * @param from index of its first event in the batch
     * @param to index behind its last event
     * @param timeout longest wait for the answer
     * @param answered where the call is put when it is answered, or the timeout is over
     * @return call under way
     */
    OtlpCall send(EncodeBuffer request, int from, int to, Duration timeout, BlockingQueue<OtlpCall> answered) {
        OtlpCall call = new OtlpCall(channel.newCall(EXPORT,
                options.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)), request, from, to, answered);
        Metadata ofCall = new Metadata();
        ofCall.merge(headers);
        call.start(ofCall, gzip);
        return call;
    }

    /** Closes the connection; waits a moment for that, unless interrupted. */
    void close() {
        channel.shutdown();
        try {
            if (!channel.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                channel.shutdownNow();
                channel.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            channel.shutdownNow();
            Thread.currentThread().interrupt();
        }
        // Ends by itself; nobody waits for a daemon thread.
        eventLoop.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    }
}
