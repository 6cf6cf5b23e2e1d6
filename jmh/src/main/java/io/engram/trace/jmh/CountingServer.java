// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An OTLP/gRPC server on the loopback interface that counts log records and does as little else as it can, so that what
 * is measured is the client.
 */
final class CountingServer implements AutoCloseable {
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final Server server;

    CountingServer() throws IOException {
        MethodDescriptor<Integer, ExportLogsServiceResponse> export = LogsServiceGrpc.getExportMethod()
                .toBuilder(new Counter(), LogsServiceGrpc.getExportMethod().getResponseMarshaller()).build();
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerServiceDefinition.builder(LogsServiceGrpc.SERVICE_NAME)
                        .addMethod(export, ServerCalls.asyncUnaryCall((count, answers) -> {
                            records.addAndGet(count);
                            answers.onNext(ExportLogsServiceResponse.getDefaultInstance());
                            answers.onCompleted();
                        })).build())
                .build().start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getPort();
    }

    long records() {
        return records.get();
    }

    long bytes() {
        return bytes.get();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    /** Takes a request for the number of its records. */
    private final class Counter implements MethodDescriptor.Marshaller<Integer> {
        @Override
        public InputStream stream(Integer value) {
            throw new UnsupportedOperationException("requests are received only");
        }

        @Override
        public Integer parse(InputStream stream) {
            try {
                bytes.addAndGet(stream.available());
                return count(CodedInputStream.newInstance(stream), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final int[] PATH = {ExportLogsServiceRequest.RESOURCE_LOGS_FIELD_NUMBER,
        ResourceLogs.SCOPE_LOGS_FIELD_NUMBER, ScopeLogs.LOG_RECORDS_FIELD_NUMBER};

    private static int count(CodedInputStream in, int depth) throws IOException {
        int found = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) != PATH[depth]) {
                in.skipField(tag);
            } else if (depth == PATH.length - 1) {
                found++;
                in.skipField(tag);
            } else {
                int limit = in.pushLimit(in.readRawVarint32());
                found += count(in, depth + 1);
                in.popLimit(limit);
            }
        }
        return found;
    }
}
