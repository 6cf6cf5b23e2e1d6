// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.exporters.json.JsonEncoder;

/** How requests are written and compressed. */
public enum LokiEncoding {
    /** Protocol buffers, compressed by Snappy; what Loki's own clients send. */
    PROTOBUF("application/x-protobuf", null),
    /** JSON, compressed by gzip. */
    JSON("application/json", "gzip"),
    /** JSON, readable on its way. */
    PLAIN_JSON("application/json", null);

    private final String contentType;
    private final String contentEncoding;

    LokiEncoding(String contentType, String contentEncoding) {
        this.contentType = contentType;
        this.contentEncoding = contentEncoding;
    }

    String contentType() {
        return contentType;
    }

    /** The value of Content-Encoding, null where none is sent: Snappy is part of the content's type. */
    String contentEncoding() {
        return contentEncoding;
    }

    RequestForm form(JsonEncoder json) {
        return switch (this) {
            case PROTOBUF -> new ProtobufForm(json);
            case JSON -> new JsonForm(json, new GzipCompressor());
            case PLAIN_JSON -> new JsonForm(json, new NoCompressor());
        };
    }
}
