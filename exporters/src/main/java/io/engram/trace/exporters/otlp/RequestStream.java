// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import io.engram.trace.exporters.encode.EncodeBuffer;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A request that is encoded already, as gRPC takes it: it says its length, and is written at once without a copy. */
final class RequestStream extends ByteArrayInputStream implements Drainable, KnownLength {
    RequestStream(EncodeBuffer request) {
        super(request.array(), 0, request.length());
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
        int length = available();
        target.write(buf, pos, length);
        pos += length;
        return length;
    }
}
