// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import io.engram.trace.exporters.encode.EncodeBuffer;
import io.grpc.MethodDescriptor;
import java.io.InputStream;

/** Sends requests as they are encoded; never receives one. */
final class RequestMarshaller implements MethodDescriptor.Marshaller<EncodeBuffer> {
    @Override
    public InputStream stream(EncodeBuffer request) {
        return new RequestStream(request);
    }

    @Override
    public EncodeBuffer parse(InputStream stream) {
        throw new UnsupportedOperationException("requests are sent only");
    }
}
