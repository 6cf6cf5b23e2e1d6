// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.export.ExporterSettings;
import io.engram.trace.exporters.net.Endpoint;
import io.engram.trace.exporters.net.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtlpConfigTest {
    private static final String KEY = "engram.trace.export.otlp.";

    @TempDir
    private Path folder;

    private static OtlpConfig of(Map<String, String> settings, Map<String, String> environment) {
        return OtlpConfig.of(new ExporterSettings("otlp", settings), environment);
    }

    private static String refused(Map<String, String> settings, Map<String, String> environment) {
        String message = assertThrows(IllegalArgumentException.class, () -> of(settings, environment)).getMessage();
        assertFalse(message.contains("\n"), message);
        return message;
    }

    @Test
    void shouldHaveTheSpecificationsDefaults() {
        OtlpConfig config = of(Map.of(), Map.of());
        assertTrue(config.isEnabled());
        assertEquals(new Endpoint(false, "localhost", 4317), config.endpoint());
        assertEquals(Map.of(), config.headers());
        assertEquals(Duration.ofSeconds(10), config.timeout());
        assertFalse(config.isGzip());
        assertEquals(List.of(), config.authorities());
        assertNull(config.identity());
        assertNull(config.keepalive());
        assertEquals((4 << 20) - (64 << 10), config.maxRequestBytes());
        assertEquals(4, config.maxInFlight());
    }

    @Test
    void shouldFollowEachSetting() {
        OtlpConfig config = of(Map.of("endpoint", "collector:5000", "insecure", "true", "headers", "A=b",
                "timeout", "3s", "compression", "gzip", "keepalive", "30s", "max-request-bytes", "1MiB",
                "max-in-flight", "16"), Map.of());
        assertEquals(new Endpoint(false, "collector", 5000), config.endpoint());
        assertEquals(Map.of("a", "b"), config.headers());
        assertEquals(Duration.ofSeconds(3), config.timeout());
        assertTrue(config.isGzip());
        assertEquals(Duration.ofSeconds(30), config.keepalive());
        assertEquals(1 << 20, config.maxRequestBytes());
        assertEquals(16, config.maxInFlight());
    }

    @Test
    void shouldFollowEachVariable() throws Exception {
        TestCertificates certificates = new TestCertificates(folder.resolve("certificates"), "EC");
        OtlpConfig config = of(Map.of(), Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:5000",
                "OTEL_EXPORTER_OTLP_INSECURE", "true", "OTEL_EXPORTER_OTLP_HEADERS", "A=b",
                "OTEL_EXPORTER_OTLP_TIMEOUT", "3000", "OTEL_EXPORTER_OTLP_COMPRESSION", "gzip",
                "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc",
                "OTEL_EXPORTER_OTLP_CERTIFICATE", certificates.authority().toString(),
                "OTEL_EXPORTER_OTLP_CLIENT_KEY", certificates.clientKey().toString(),
                "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", certificates.clientCertificate().toString()));
        assertEquals(new Endpoint(false, "collector", 5000), config.endpoint());
        assertEquals(Map.of("a", "b"), config.headers());
        assertEquals(Duration.ofSeconds(3), config.timeout());
        assertTrue(config.isGzip());
        assertEquals("CN=authority", config.authorities().getFirst().getSubjectX500Principal().getName());
        assertEquals("CN=client", config.identity().toString());
    }

    @Test
    void shouldLetSettingsWinOverVariablesForLogsAndThoseOverVariablesForAll() {
        Map<String, String> environment = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://all:1",
                "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "http://logs:2", "OTEL_EXPORTER_OTLP_TIMEOUT", "1",
                "OTEL_EXPORTER_OTLP_LOGS_TIMEOUT", "2", "OTEL_EXPORTER_OTLP_HEADERS", "a=all",
                "OTEL_EXPORTER_OTLP_LOGS_HEADERS", "a=logs", "OTEL_EXPORTER_OTLP_LOGS_COMPRESSION", " ",
                "OTEL_EXPORTER_OTLP_COMPRESSION", "gzip");
        OtlpConfig ofVariables = of(Map.of(), environment);
        assertEquals("http://logs:2", ofVariables.endpoint().toString());
        assertEquals(Duration.ofMillis(2), ofVariables.timeout());
        assertEquals(Map.of("a", "logs"), ofVariables.headers());
        assertTrue(ofVariables.isGzip(), "an empty variable counts as none");
        OtlpConfig ofSettings = of(Map.of("endpoint", "http://set:3", "timeout", "3ms", "headers", "a=set",
                "compression", "none"), environment);
        assertEquals("http://set:3", ofSettings.endpoint().toString());
        assertEquals(Duration.ofMillis(3), ofSettings.timeout());
        assertEquals(Map.of("a", "set"), ofSettings.headers());
        assertFalse(ofSettings.isGzip());
    }

    @Test
    void shouldBeSecureWhereNeitherSchemeNorSwitchSaysOtherwise() {
        assertEquals("https://collector:4317", of(Map.of("endpoint", "collector"), Map.of()).endpoint().toString());
        assertEquals("https://collector:1", of(Map.of("endpoint", "https://collector:1", "insecure", "true"),
                Map.of()).endpoint().toString());
        assertEquals("http://collector:1", of(Map.of("endpoint", "collector:1"),
                Map.of("OTEL_EXPORTER_OTLP_LOGS_INSECURE", "True")).endpoint().toString());
    }

    @ParameterizedTest
    @CsvSource({
        ",            ,      true",
        ",            true,  false",
        ",            TRUE,  false",
        ",            yes,   true",
        "true,        true,  true",
        "false,       false, false"})
    void shouldBeSwitchedOff(String setting, String variable, boolean enabled) {
        assertEquals(enabled, of(setting == null ? Map.of() : Map.of("enabled", setting),
                variable == null ? Map.of() : Map.of("OTEL_SDK_DISABLED", variable)).isEnabled());
    }

    @Test
    void shouldNotAskForAnythingElseWhenSwitchedOff() {
        assertFalse(of(Map.of("enabled", "false", "endpoint", "ftp://x"), Map.of()).isEnabled());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "endpoint          | ftp://x:1    | 'ftp://x:1' has another scheme than http and https",
        "endpoint          | http://u:s3cret@x:1 | 'x:1' has a user or password: give those as headers",
        "endpoint          | u:s3c/ret@x:1 | 'x:1' has a user or password",
        "endpoint          | http://x:1/v1/logs | 'http://x:1/v1/logs' has a path",
        "endpoint          | http://x:1?k=s3cret | 'http://x:1' has a query or fragment",
        "endpoint          | http://x:70000 | 'http://x:70000' has port 70000, which is out of range",
        "endpoint          | http://       | 'http://' is not a host and port",
        "endpoint          | a_b:1         | 'a_b:1' is not a host and port",
        "insecure          | yes           | 'yes' is neither true nor false",
        "headers           | s3cret        | entry 1 of 1 is not of the form key=value",
        "headers           | a=b,c=%zz     | entry 2 of 2: a '%' is not followed by two hexadecimal digits",
        "headers           | a=%FF         | entry 1 of 1: a percent-encoded value is not UTF-8",
        "headers           | a b=s3cret    | header 'a b' has a character that names may not have",
        "headers           | x-bin=s3cret  | header 'x-bin' would be binary",
        "headers           | GRPC-x=s3cret | header 'grpc-x' is gRPC's own",
        "headers           | User-Agent=x  | header 'user-agent' is gRPC's own",
        "headers           | a=s3cret%0A   | header 'a' has a value with other than printable ASCII characters",
        "timeout           | 10            | '10' is not a duration",
        "timeout           | 2h            | timeout PT2H is out of range: give 1 ms to 1 h",
        "timeout           | 0s            | timeout PT0S is out of range",
        "compression       | zstd          | compression 'zstd' is unknown: give none or gzip",
        "keepalive         | 9s            | keepalive 9s is out of range: give off, or 10s to 1h",
        "max-request-bytes | 5MiB          | 5242880 is out of range: give 65536 to 4194304",
        "max-request-bytes | 1KiB          | 1024 is out of range",
        "max-in-flight     | 0             | 0 is out of range: give 1 to 16",
        "max-in-flight     | 17            | 17 is out of range",
        "max-in-flight     | many          | 'many' is not a whole number",
        "enabled           | maybe         | 'maybe' is neither true nor false",
        "certificate       | /no/such.pem  | file /no/such.pem does not exist"})
    void shouldNameTheKeyOfWhatCannotBeFollowed(String name, String value, String message) {
        String refused = refused(Map.of(name, value), Map.of());
        assertTrue(refused.startsWith("key '" + KEY + name + "': " + message), refused);
        assertFalse(refused.contains("s3c"), refused);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ENDPOINT    | http://u:s3cret@x  | 'x' has a user or password",
        "INSECURE    | 1                  | '1' is neither true nor false",
        "HEADERS     | a=%                | entry 1 of 1",
        "TIMEOUT     | 10s                | '10s' is not a whole number",
        "TIMEOUT     | 0                  | timeout PT0S is out of range",
        "COMPRESSION | deflate            | compression 'deflate' is unknown",
        "CERTIFICATE | /no/such.pem       | file /no/such.pem does not exist"})
    void shouldNameTheVariableOfWhatCannotBeFollowed(String name, String value, String message) {
        for (String prefix : List.of("OTEL_EXPORTER_OTLP_", "OTEL_EXPORTER_OTLP_LOGS_")) {
            String refused = refused(Map.of(), Map.of(prefix + name, value));
            assertTrue(refused.startsWith("variable " + prefix + name + ": " + message), refused);
            assertFalse(refused.contains("s3c"), refused);
        }
    }

    @Test
    void shouldRefuseUnknownSettings() {
        String refused = refused(Map.of("endpiont", "x"), Map.of());
        assertTrue(refused.startsWith("key '" + KEY + "endpiont' is unknown"), refused);
    }

    @Test
    void shouldRefuseTheEndpointOfAnotherProtocol() {
        Map<String, String> environment = Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        assertEquals("variable OTEL_EXPORTER_OTLP_PROTOCOL is 'http/protobuf', and only grpc is spoken: set " + KEY
                + "endpoint to an endpoint that speaks it", refused(Map.of(), environment));
        assertEquals("http://x:1", of(Map.of("endpoint", "http://x:1"), environment).endpoint().toString());
        assertEquals(4317, of(Map.of(), Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json",
                "OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "grpc")).endpoint().port());
    }

    @Test
    void shouldRefuseHalfAnIdentity() {
        assertEquals("key '" + KEY + "client-key' is given without its certificate: give client-key and "
                + "client-certificate, or neither", refused(Map.of("client-key", "x"), Map.of()));
        assertEquals("variable OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE is given without its key: give client-key and "
                + "client-certificate, or neither",
                refused(Map.of(), Map.of("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "x")));
    }

    @Test
    void shouldRefuseFilesThatAreNotWhatTheyShouldBe() throws Exception {
        TestCertificates certificates = new TestCertificates(folder.resolve("certificates"), "RSA");
        String certificate = certificates.clientCertificate().toString();
        String pkcs8 = Files.readString(certificates.clientKey());
        String old = write("old.key", pkcs8.replace("PRIVATE KEY", "RSA PRIVATE KEY"));
        String none = write("none.pem", "s3cret");
        String broken = write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        String brokenKey = write("broken.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        String ec = new TestCertificates(folder.resolve("ec"), "EC").clientKey().toString();
        assertEquals("key '" + KEY + "client-key': file " + old + " has an 'RSA PRIVATE KEY', which is not PKCS#8 or "
                + "is encrypted: convert it with openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW",
                refusedKey(old, certificate));
        assertTrue(refusedKey(none, certificate).startsWith("key '" + KEY + "client-key': file " + none
                + " has no private key"));
        assertTrue(refusedKey(brokenKey, certificate).startsWith("key '" + KEY + "client-key': file " + brokenKey
                + " has a private key that cannot be read"));
        assertEquals("key '" + KEY + "client-key': the client's key is for EC and its certificate for RSA: give those "
                + "that belong together", refusedKey(ec, certificate));
        assertTrue(refused(Map.of("certificate", none), Map.of()).startsWith("key '" + KEY + "certificate': file "
                + none + " has no certificate"));
        assertTrue(refused(Map.of("certificate", broken), Map.of()).startsWith("key '" + KEY + "certificate': file "
                + broken + " has a certificate that cannot be read"));
        assertTrue(refused(Map.of("certificate", folder.toString()), Map.of()).startsWith("key '" + KEY
                + "certificate': file " + folder + " cannot be read"));
    }

    private static String refusedKey(String key, String certificate) {
        return refused(Map.of("client-key", key, "client-certificate", certificate), Map.of());
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void shouldNotTellSecrets() {
        String text = of(Map.of("headers", "authorization=s3cret"), Map.of()).toString();
        assertTrue(text.contains("authorization"), text);
        assertFalse(text.contains("s3cret"), text);
    }
}
