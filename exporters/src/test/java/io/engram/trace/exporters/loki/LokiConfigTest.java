// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.export.ExporterSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LokiConfigTest {
    private static final String SECRET = "s3cr3t";

    @TempDir
    private Path folder;

    private static LokiConfig config(String... settings) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        return LokiConfig.of(new ExporterSettings("loki", map));
    }

    /** The message for settings that cannot be followed: a line that names the key, without any secret. */
    private static String refused(String key, String... settings) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> config(settings));
        assertTrue(e.getMessage().contains("'engram.trace.export.loki." + key + "'"), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            assertFalse(cause.toString().contains(SECRET), cause.toString());
        }
        return e.getMessage();
    }

    @Test
    void shouldHaveDefaults() {
        LokiConfig config = config();
        assertEquals(URI.create("http://localhost:3100/loki/api/v1/push"), config.endpoint());
        assertNull(config.tenant());
        assertNull(config.credentials());
        assertNull(config.tls());
        assertEquals(Map.of(), config.labels());
        assertEquals(Map.of(), config.headers());
        assertEquals(LokiEncoding.PROTOBUF, config.encoding());
        assertEquals(Duration.ofSeconds(10), config.timeout());
        assertEquals(2 << 20, config.maxRequestBytes());
        assertEquals(10_000, config.maxRequestEvents());
    }

    @ParameterizedTest
    @CsvSource({"http://h, http://h/loki/api/v1/push", "HTTPS://h:1/, https://h:1/loki/api/v1/push",
        "http://[::1]:3, http://[::1]:3/loki/api/v1/push", "http://h/insert/loki?a=b, http://h/insert/loki?a=b",
        "http://h/x/, http://h/x/"})
    void shouldAddThePathWhereNoneIsGiven(String given, String used) {
        assertEquals(URI.create(used), config("endpoint", given).endpoint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h:3100", "localhost", "ftp://h", "http:", "http://", "http:///x", "http://h/#a",
        "http://u:" + SECRET + "@h", "http://" + SECRET + "@h", "http://u:" + SECRET + "@h:x", "http://h/ " + SECRET,
        "http://h_h:" + SECRET})
    void shouldRefuseEndpointsThatAreNone(String endpoint) {
        refused("endpoint", "endpoint", endpoint);
    }

    @Test
    void shouldKeepSecretsToItself() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), SECRET);
        for (LokiConfig config : new LokiConfig[] {config("username", "u", "password", SECRET),
            config("username", "u", "password-file", file.toString()), config("bearer-token", SECRET),
            config("headers", "X-Key=" + SECRET), config("endpoint", "http://h/p?key=" + SECRET)}) {
            assertFalse(config.toString().contains(SECRET), config.toString());
            assertFalse(config.server().contains(SECRET));
        }
        assertEquals("Bearer " + SECRET, config("bearer-token", SECRET).credentials().header());
    }

    @Test
    void shouldRefuseCredentialsThatAreIncomplete() throws IOException {
        refused("username", "username", "u");
        refused("username", "password", SECRET);
        refused("username", "username", "u", "password", SECRET, "bearer-token", SECRET);
        refused("username", "username", "u:v", "password", SECRET);
        refused("password", "username", "u", "password", SECRET, "password-file", "f");
        refused("bearer-token", "bearer-token", SECRET, "bearer-token-file", "f");
        refused("bearer-token", "bearer-token", SECRET + "\nX-Evil: 1");
        refused("bearer-token", "bearer-token", "");
        refused("bearer-token-file", "bearer-token-file", folder.resolve("none").toString());
        refused("password-file", "username", "u", "password-file", folder.toString());
        Path two = Files.writeString(folder.resolve("two"), SECRET + "\n" + SECRET);
        refused("bearer-token-file", "bearer-token-file", two.toString());
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xC3, (byte) 0x28});
        refused("bearer-token-file", "bearer-token-file", binary.toString());
        Path large = Files.writeString(folder.resolve("large"), "x".repeat(70_000));
        refused("bearer-token-file", "bearer-token-file", large.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "=b", "1a=b", "a-b=c", "__a=b", "service_name=x", "event_type=x",
        "é=b"})
    void shouldRefuseLabelsThatLokiRefuses(String labels) {
        refused("labels", "labels", labels);
    }

    @Test
    void shouldHoldLabelsToLokisLimits() {
        String most = IntStream.range(0, 13).mapToObj(i -> "l" + i + "=v").collect(Collectors.joining(","));
        assertEquals(13, config("labels", most).labels().size());
        refused("labels", "labels", most + ",m=v");
        String name = "n".repeat(1_024);
        assertEquals(Map.of(name, "v".repeat(2_048)), config("labels", name + "=" + "v".repeat(2_048)).labels());
        refused("labels", "labels", name + "n=v");
        refused("labels", "labels", "a=" + "é".repeat(1_025));
        assertEquals(Map.of("a", "b=c", "_d", ""), config("labels", " a = b=c , _d=").labels());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a b=" + SECRET, "Authorization=" + SECRET, "content-length=1", "Host=h",
        "X-Scope-OrgID=t", "a=" + SECRET + "\r\nb: c", "a=" + SECRET + "é"})
    void shouldRefuseHeadersThatAreNone(String headers) {
        refused("headers", "headers", headers);
    }

    @Test
    void shouldRefuseWhatIsOutOfRange() {
        refused("max-request-bytes", "max-request-bytes", "65535");
        refused("max-request-bytes", "max-request-bytes", "4194305");
        refused("max-request-bytes", "max-request-bytes", "much");
        refused("max-request-events", "max-request-events", "0");
        refused("max-request-events", "max-request-events", "many");
        refused("timeout", "timeout", "0ms");
        refused("timeout", "timeout", "2h");
        refused("encoding", "encoding", "xml");
        refused("compression", "compression", "gzip");
        refused("compression", "encoding", "json", "compression", "zstd");
        refused("tenant", "tenant", " ");
        refused("tenant", "tenant", "a\nb");
        refused("colour", "colour", "red");
        assertEquals(64 << 10, config("max-request-bytes", "64KiB").maxRequestBytes());
        assertEquals(4 << 20, config("max-request-bytes", "4MiB").maxRequestBytes());
        assertEquals(LokiEncoding.PLAIN_JSON, config("encoding", "json", "compression", "none").encoding());
        assertEquals(LokiEncoding.JSON, config("encoding", "json").encoding());
    }

    @Test
    void shouldRefuseCertificatesThatCannotBeUsed() throws IOException {
        String none = folder.resolve("none").toString();
        String nonsense = Files.writeString(folder.resolve("nonsense"), "-----BEGIN CERTIFICATE-----\nAAAA\n"
                + "-----END CERTIFICATE-----\n").toString();
        String empty = Files.writeString(folder.resolve("empty"), "").toString();
        String badKey = Files.writeString(folder.resolve("key"), "-----BEGIN PRIVATE KEY-----\nczNjcjN0\n"
                + "-----END PRIVATE KEY-----\n").toString();
        String https = "https://localhost";
        for (String file : new String[] {none, nonsense, empty, folder.toString()}) {
            refused("certificate", "endpoint", https, "certificate", file);
            refused("client-certificate", "endpoint", https, "client-certificate", file, "client-key", badKey);
        }
        refused("client-certificate", "endpoint", https, "client-certificate", none);
        refused("client-key", "endpoint", https, "client-key", badKey);
        refused("endpoint", "endpoint", "http://localhost", "certificate", nonsense);
        assertNotNull(config("endpoint", https).tls());
    }

    @ParameterizedTest
    @CsvSource({"http://example.com, true", "https://example.com, false", "http://localhost, false",
        "http://127.8.9.1:1, false", "http://[::1]:1, false", "http://127.example.com, true"})
    void shouldWarnOfCredentialsThatOthersCanRead(String endpoint, boolean warned) throws IOException {
        StringBuilder log = new StringBuilder();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                log.append(record.getLevel()).append(' ').append(record.getMessage()).append('\n');
            }

            @Override
            public void flush() {
                // Nothing is kept back.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        Logger logger = Logger.getLogger("io.engram.trace.export");
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            LokiConfig config = config("endpoint", endpoint, "bearer-token", SECRET);
            new LokiExporter(config, Map.of(), () -> null);
            new LokiExporter(config("endpoint", endpoint), Map.of(), () -> null);
        } finally {
            logger.setUseParentHandlers(true);
            logger.removeHandler(handler);
        }
        assertEquals(warned ? "WARNING loki " + endpoint
                + ": credentials are sent without encryption: give an https endpoint\n" : "", log.toString());
    }

    @Test
    void shouldTakeHeadersThatAreLegal() {
        assertEquals(Map.of("X-A", "b c", "x_y", ""), assertDoesNotThrow(() -> config("headers", "X-A=b c,x_y="))
                .headers());
    }
}
