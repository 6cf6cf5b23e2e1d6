// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.docs;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/** Stands in a collector's place: takes whatever comes and counts it. */
final class LogsServer extends LogsServiceGrpc.LogsServiceImplBase implements AutoCloseable {
    private final AtomicLong taken = new AtomicLong();
    private final Server server;

    LogsServer() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(this).build().start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getPort();
    }

    /** Log records with an event's name. */
    long taken() {
        return taken.get();
    }

    @Override
    public void export(ExportLogsServiceRequest request, StreamObserver<ExportLogsServiceResponse> answer) {
        taken.addAndGet(request.getResourceLogsList().stream().flatMap(one -> one.getScopeLogsList().stream())
                .flatMap(one -> one.getLogRecordsList().stream())
                .filter(one -> one.getEventName().equals("cognitive.interference")).count());
        answer.onNext(ExportLogsServiceResponse.getDefaultInstance());
        answer.onCompleted();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
