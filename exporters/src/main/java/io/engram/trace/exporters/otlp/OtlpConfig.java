// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import io.engram.trace.collector.export.ExporterSettings;
import io.engram.trace.core.config.Quantities;
import io.engram.trace.exporters.labels.NodeLabels;
import io.engram.trace.exporters.labels.NodeLabelsSetting;
import io.engram.trace.exporters.net.Endpoint;
import io.engram.trace.exporters.net.MetadataHeaders;
import io.engram.trace.exporters.net.TlsIdentity;
import io.engram.trace.exporters.net.TlsTrust;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How events are sent over OTLP. Settings {@code engram.trace.export.otlp.<name>} win over OpenTelemetry's variables
 * {@code OTEL_EXPORTER_OTLP_LOGS_<NAME>}, and those over {@code OTEL_EXPORTER_OTLP_<NAME>}.
 *
 * <ul>
 * <li>{@code endpoint}: {@code http://host:port}, {@code https://host:port} or {@code host:port};
 *     {@code http://localhost:4317} by default. {@code insecure}: whether an endpoint without a scheme is spoken to
 *     without TLS; false by default.
 * <li>{@code headers}: {@code k=v,k2=v2} with percent-encoded values; none by default.
 * <li>{@code timeout}: longest wait for an answer, 1 ms to 1 h; 10 s by default. Variables count milliseconds.
 * <li>{@code compression}: {@code none} or {@code gzip}; none by default.
 * <li>{@code certificate}: PEM file of the authorities that vouch for the server; the JVM's by default.
 *     {@code client-key} and {@code client-certificate}: PEM files of a key in PKCS#8 and of its certificates.
 * <li>Settings only: {@code keepalive}, how long a request may be under way without a word before the connection is
 *     probed, 10 s or more, {@code off} by default; {@code max-request-bytes}, 64 KiB to 4 MiB; {@code max-in-flight},
 *     requests under way at once, 1 to 16, 4 by default; {@code enabled}, true unless {@code OTEL_SDK_DISABLED} is;
 *     {@code node-labels}, a file with words for nodes.
 * </ul>
 */
public final class OtlpConfig {
    /** The largest request that servers commonly take, bytes. */
    public static final int LARGEST_REQUEST_BYTES = 4 << 20;

    static final String ENDPOINT = "endpoint";
    static final String INSECURE = "insecure";
    static final String HEADERS = "headers";
    static final String TIMEOUT = "timeout";
    static final String COMPRESSION = "compression";
    static final String CERTIFICATE = "certificate";
    static final String CLIENT_KEY = "client-key";
    static final String CLIENT_CERTIFICATE = "client-certificate";
    static final String KEEPALIVE = "keepalive";
    static final String MAX_REQUEST_BYTES = "max-request-bytes";
    static final String MAX_IN_FLIGHT = "max-in-flight";
    static final String ENABLED = "enabled";

    private static final Set<String> NAMES = Set.of(ENDPOINT, INSECURE, HEADERS, TIMEOUT, COMPRESSION, CERTIFICATE,
            CLIENT_KEY, CLIENT_CERTIFICATE, KEEPALIVE, MAX_REQUEST_BYTES, MAX_IN_FLIGHT, ENABLED,
            NodeLabelsSetting.NAME);
    private static final String PROTOCOL = "protocol";
    private static final String GRPC = "grpc";
    private static final String SDK_DISABLED = "OTEL_SDK_DISABLED";

    private static final int DEFAULT_PORT = 4317;
    private static final Endpoint DEFAULT_ENDPOINT = new Endpoint(false, "localhost", DEFAULT_PORT);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);
    private static final Duration SHORTEST_KEEPALIVE = Duration.ofSeconds(10);
    private static final int SMALLEST_REQUEST_BYTES = 64 << 10;
    // Less than the limit, in case a server counts more than the message.
    private static final int DEFAULT_REQUEST_BYTES = LARGEST_REQUEST_BYTES - SMALLEST_REQUEST_BYTES;
    private static final int MOST_IN_FLIGHT = 16;
    private static final int DEFAULT_IN_FLIGHT = 4;

    private final boolean enabled;
    private final Endpoint endpoint;
    private final Map<String, String> headers;
    private final Duration timeout;
    private final boolean gzip;
    private final List<X509Certificate> authorities;
    private final TlsIdentity identity;
    private final Duration keepalive;
    private final int maxRequestBytes;
    private final int maxInFlight;
    private final NodeLabels nodeLabels;

    private OtlpConfig(boolean enabled, ExporterSettings settings, Map<String, String> environment) {
        OtlpVariables variables = new OtlpVariables(settings, environment);
        this.enabled = enabled;
        endpoint = endpoint(settings, variables);
        headers = variables.get(HEADERS, Map.of(), MetadataHeaders::parse);
        timeout = variables.get(TIMEOUT, DEFAULT_TIMEOUT, text -> timeout(Quantities.parseDuration(text)),
                text -> timeout(Duration.ofMillis(integer(text))));
        gzip = variables.get(COMPRESSION, false, OtlpConfig::isGzip);
        authorities = variables.get(CERTIFICATE, List.of(), TlsTrust::readCertificates);
        identity = identity(variables);
        keepalive = settings.get(KEEPALIVE, null, OtlpConfig::keepalive);
        maxRequestBytes = settings.get(MAX_REQUEST_BYTES, DEFAULT_REQUEST_BYTES, text -> inRange(
                Quantities.parseBytes(text), SMALLEST_REQUEST_BYTES, LARGEST_REQUEST_BYTES));
        maxInFlight = settings.get(MAX_IN_FLIGHT, DEFAULT_IN_FLIGHT,
                text -> inRange(integer(text), 1, MOST_IN_FLIGHT));
        nodeLabels = NodeLabelsSetting.of(settings);
    }

    /**
     * Reads a configuration, and the files that it names. Nothing goes over the network.
     *
     * @param settings of the format {@code otlp}
     * @param environment variables and values
     * @return configuration; not enabled if settings or environment switch the exporter off
     * @throws IllegalArgumentException if it cannot be followed; names the key or variable in a line
     */
    public static OtlpConfig of(ExporterSettings settings, Map<String, String> environment) {
        settings.checkNames(NAMES);
        boolean disabled = "true".equalsIgnoreCase(environment.getOrDefault(SDK_DISABLED, "").strip());
        // Of an exporter that is switched off, nothing else has to be right.
        return settings.flag(ENABLED, !disabled) ? new OtlpConfig(true, settings, environment)
                : new OtlpConfig(false, new ExporterSettings(OtlpProvider.FORMAT, Map.of()), Map.of());
    }

    private static Endpoint endpoint(ExporterSettings settings, OtlpVariables variables) {
        boolean insecure = variables.get(INSECURE, false, OtlpConfig::flag);
        String protocol = variables.variable(PROTOCOL);
        if (!settings.has(ENDPOINT) && protocol != null && !variables.value(protocol).equals(GRPC)) {
            // Its endpoint would speak that one too.
            throw new IllegalArgumentException("variable " + protocol + " is '" + variables.value(protocol)
                    + "', and only " + GRPC + " is spoken: set " + settings.key(ENDPOINT)
                    + " to an endpoint that speaks it");
        }
        return variables.get(ENDPOINT, DEFAULT_ENDPOINT, text -> Endpoint.parse(text, !insecure, DEFAULT_PORT));
    }

    private static TlsIdentity identity(OtlpVariables variables) {
        if (variables.has(CLIENT_KEY) != variables.has(CLIENT_CERTIFICATE)) {
            String given = variables.has(CLIENT_KEY) ? CLIENT_KEY : CLIENT_CERTIFICATE;
            throw new IllegalArgumentException(variables.source(given) + " is given without its "
                    + (given.equals(CLIENT_KEY) ? "certificate" : "key") + ": give " + CLIENT_KEY + " and "
                    + CLIENT_CERTIFICATE + ", or neither");
        }
        PrivateKey key = variables.get(CLIENT_KEY, null, TlsIdentity::readKey);
        List<X509Certificate> chain = variables.get(CLIENT_CERTIFICATE, List.of(), TlsTrust::readCertificates);
        if (key == null) {
            return null;
        }
        try {
            return TlsIdentity.of(key, chain);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(variables.source(CLIENT_KEY) + ": " + e.getMessage(), e);
        }
    }

    private static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        };
    }

    private static boolean isGzip(String text) {
        return switch (text) {
            case "gzip" -> true;
            case "none" -> false;
            default -> throw new IllegalArgumentException("compression '" + text + "' is unknown: give none or gzip");
        };
    }

    private static Duration timeout(Duration timeout) {
        if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout " + timeout + " is out of range: give 1 ms to 1 h");
        }
        return timeout;
    }

    private static Duration keepalive(String text) {
        if (text.equals("off")) {
            return null;
        }
        Duration keepalive = Quantities.parseDuration(text);
        if (keepalive.compareTo(SHORTEST_KEEPALIVE) < 0 || keepalive.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("keepalive " + text + " is out of range: give off, or 10s to 1h");
        }
        return keepalive;
    }

    private static long integer(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number", e);
        }
    }

    private static int inRange(long value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(value + " is out of range: give " + min + " to " + max);
        }
        return (int) value;
    }

    /**
     * Whether events are sent at all.
     *
     * @return false if settings or environment switch the exporter off
     */
    public boolean isEnabled() {
        return enabled;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Map<String, String> headers() {
        return headers;
    }

    Duration timeout() {
        return timeout;
    }

    boolean isGzip() {
        return gzip;
    }

    /** Who vouches for the server; empty for whom the JVM trusts. */
    List<X509Certificate> authorities() {
        return authorities;
    }

    /** Who we are to the server; null for nobody. */
    TlsIdentity identity() {
        return identity;
    }

    /** Null for never. */
    Duration keepalive() {
        return keepalive;
    }

    int maxRequestBytes() {
        return maxRequestBytes;
    }

    int maxInFlight() {
        return maxInFlight;
    }

    NodeLabels nodeLabels() {
        return nodeLabels;
    }

    /** All of it, but of headers the names only. */
    @Override
    public String toString() {
        return "OtlpConfig[enabled=" + enabled + ", endpoint=" + endpoint + ", headers=" + headers.keySet()
                + ", timeout=" + timeout + ", compression=" + (gzip ? "gzip" : "none") + ", authorities="
                + authorities.size() + ", identity=" + identity + ", keepalive=" + keepalive + ", maxRequestBytes="
                + maxRequestBytes + ", maxInFlight=" + maxInFlight + "]";
    }
}
