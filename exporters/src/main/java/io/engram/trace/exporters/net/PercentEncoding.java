// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoded UTF-8 (RFC 3986), as OpenTelemetry's variables have it: a plus sign stands for itself. */
public final class PercentEncoding {
    private static final int HEX = 16;

    private PercentEncoding() {
    }

    /**
     * Decodes a text.
     *
     * @param text with {@code %} and two hexadecimal digits for bytes
     * @return what it stands for
     * @throws IllegalArgumentException if a {@code %} has no such digits, or the bytes are not UTF-8; does not repeat
     *     the text, which may be secret
     */
    public static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] == '%') {
                bytes.write(HEX * digit(encoded, i + 1) + digit(encoded, i + 2));
                i += 2;
            } else {
                bytes.write(encoded[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a percent-encoded value is not UTF-8: encode its UTF-8 bytes", e);
        }
    }

    private static int digit(byte[] encoded, int index) {
        int digit = index < encoded.length ? Character.digit(encoded[index], HEX) : -1;
        if (digit < 0) {
            throw new IllegalArgumentException(
                    "a '%' is not followed by two hexadecimal digits: write %25 for the sign itself");
        }
        return digit;
    }
}
