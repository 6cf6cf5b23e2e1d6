// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.collector.export.ExporterSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A password or token, given or in a file that may change. Never shown. */
final class Secret {
    private static final int MAX_BYTES = 64 << 10;
    private static final String FILE_SUFFIX = "-file";

    private final String value;
    private final Path file;
    private final String key;

    private Secret(String value, Path file, String key) {
        this.value = value;
        this.file = file;
        this.key = key;
    }

    /**
     * The secret that settings give by one name or, as a file, by the same with {@code -file}.
     *
     * @return null if they give none
     * @throws IllegalArgumentException if they give both, if it cannot be read, or is no line of text
     */
    static Secret of(ExporterSettings settings, String name) {
        String fileName = name + FILE_SUFFIX;
        if (settings.has(name) && settings.has(fileName)) {
            throw new IllegalArgumentException("keys '" + settings.key(name) + "' and '" + settings.key(fileName)
                    + "' contradict each other: give one of them");
        }
        if (!settings.has(name) && !settings.has(fileName)) {
            return null;
        }
        String key = settings.key(settings.has(name) ? name : fileName);
        Secret secret = settings.has(name) ? new Secret(settings.text(name), null, key)
                : new Secret(null, settings.get(fileName, null, Path::of), key);
        try {
            secret.read();
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return secret;
    }

    /**
     * The secret as it is now.
     *
     * @return a line
     * @throws IOException if its file cannot be read, or holds no line of text
     */
    String read() throws IOException {
        String text = file == null ? value : readFile();
        if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw new IOException("key '" + key + "': is not a line of text: give one, without control characters");
        }
        return text;
    }

    private String readFile() throws IOException {
        String text;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            text = bytes.length > MAX_BYTES ? null
                    : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IOException e) {
            throw new IOException("key '" + key + "': file '" + file + "' cannot be read as text ("
                    + e.getClass().getSimpleName() + ")", e);
        }
        if (text == null) {
            throw new IOException("key '" + key + "': file '" + file + "' is too long: give one of " + MAX_BYTES
                    + " bytes at most");
        }
        return text.strip();
    }

    /** Nothing of the secret. */
    @Override
    public String toString() {
        return "***";
    }
}
