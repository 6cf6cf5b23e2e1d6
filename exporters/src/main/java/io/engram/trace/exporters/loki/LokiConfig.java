// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.collector.export.ExporterSettings;
import io.engram.trace.exporters.labels.NodeLabels;
import io.engram.trace.exporters.labels.NodeLabelsSetting;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * How to reach Loki and what to send there, checked.
 *
 * @param endpoint address of the push API
 * @param tenant value of X-Scope-OrgID, null for none
 * @param credentials null for none
 * @param labels of all streams, besides ours
 * @param encoding of requests
 * @param timeout for a whole request and its answer
 * @param headers of all requests, besides ours
 * @param tls for https, otherwise null
 * @param maxRequestBytes longest request before compression, bytes
 * @param maxRequestEvents most events in a request
 * @param nodeLabels words for nodes
 */
record LokiConfig(URI endpoint, String tenant, Credentials credentials, Map<String, String> labels,
        LokiEncoding encoding, Duration timeout, Map<String, String> headers, SSLContext tls, int maxRequestBytes,
        int maxRequestEvents, NodeLabels nodeLabels) {
    private static final String ENDPOINT = "endpoint";
    private static final String TENANT = "tenant";
    private static final String LABELS = "labels";
    private static final String ENCODING = "encoding";
    private static final String COMPRESSION = "compression";
    private static final String TIMEOUT = "timeout";
    private static final String HEADERS = "headers";
    private static final String MAX_REQUEST_BYTES = "max-request-bytes";
    private static final String MAX_REQUEST_EVENTS = "max-request-events";
    private static final Set<String> NAMES = Set.of(ENDPOINT, TENANT, LABELS, ENCODING, COMPRESSION, TIMEOUT, HEADERS,
            MAX_REQUEST_BYTES, MAX_REQUEST_EVENTS, "username", "password", "password-file", "bearer-token",
            "bearer-token-file", "certificate", "client-certificate", "client-key", NodeLabelsSetting.NAME);

    private static final URI DEFAULT_ENDPOINT = PushEndpoint.parse("http://localhost:3100");
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MAX_TIMEOUT = Duration.ofHours(1);
    private static final int DEFAULT_BYTES = 2 << 20;
    private static final int MIN_BYTES = 64 << 10;
    private static final int MAX_BYTES = 4 << 20;
    private static final int DEFAULT_EVENTS = 10_000;
    private static final int MAX_EVENTS = 1_000_000;

    /**
     * Reads and checks settings.
     *
     * @throws IllegalArgumentException if one cannot be followed; names its key and no secret
     */
    static LokiConfig of(ExporterSettings settings) {
        settings.checkNames(NAMES);
        URI endpoint = settings.get(ENDPOINT, DEFAULT_ENDPOINT, PushEndpoint::parse);
        if (!PushEndpoint.isTls(endpoint) && TlsContext.isAskedFor(settings)) {
            throw new IllegalArgumentException("key '" + settings.key(ENDPOINT)
                    + "' is no https URL, but certificates are given: give one, or no certificates");
        }
        return new LokiConfig(endpoint, settings.get(TENANT, null, LokiConfig::parseTenant),
                Credentials.of(settings), settings.get(LABELS, Map.of(), UserLabels::parse), encoding(settings),
                timeout(settings), settings.get(HEADERS, Map.of(), ExtraHeaders::parse),
                PushEndpoint.isTls(endpoint) ? TlsContext.of(settings) : null,
                (int) range(settings, MAX_REQUEST_BYTES, settings.bytes(MAX_REQUEST_BYTES, DEFAULT_BYTES), MIN_BYTES,
                        MAX_BYTES),
                (int) range(settings, MAX_REQUEST_EVENTS,
                        settings.get(MAX_REQUEST_EVENTS, (long) DEFAULT_EVENTS, LokiConfig::parseNumber), 1,
                        MAX_EVENTS),
                NodeLabelsSetting.of(settings));
    }

    private static String parseTenant(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("is empty: give a tenant's id");
        }
        ExtraHeaders.checkValue("the tenant", text);
        return text.strip();
    }

    private static LokiEncoding encoding(ExporterSettings settings) {
        boolean json = settings.get(ENCODING, false, text -> switch (text) {
            case "protobuf" -> false;
            case "json" -> true;
            default -> throw new IllegalArgumentException("'" + text + "' is unknown: give protobuf or json");
        });
        if (!json && settings.has(COMPRESSION)) {
            throw new IllegalArgumentException("key '" + settings.key(COMPRESSION)
                    + "' goes with encoding json only: protobuf is always compressed by Snappy");
        }
        boolean gzip = settings.get(COMPRESSION, true, text -> switch (text) {
            case "gzip" -> true;
            case "none" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is unknown: give gzip or none");
        });
        return !json ? LokiEncoding.PROTOBUF : gzip ? LokiEncoding.JSON : LokiEncoding.PLAIN_JSON;
    }

    private static Duration timeout(ExporterSettings settings) {
        Duration timeout = settings.duration(TIMEOUT, DEFAULT_TIMEOUT);
        if (timeout.toMillis() < 1 || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("key '" + settings.key(TIMEOUT) + "': " + timeout
                    + " is out of range: give 1 ms to 1 h");
        }
        return timeout;
    }

    private static long parseNumber(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no whole number", e);
        }
    }

    private static long range(ExporterSettings settings, String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("key '" + settings.key(name) + "': " + value
                    + " is out of range: give " + least + " to " + most);
        }
        return value;
    }

    /** Whether somebody on the way can read the credentials. */
    boolean isExposed() {
        return credentials != null && !PushEndpoint.isTls(endpoint) && !PushEndpoint.isLoopback(endpoint);
    }

    /** The server, without what may be secret in path, query or headers. */
    String server() {
        return endpoint.getScheme() + "://" + endpoint.getRawAuthority();
    }

    /** All but secrets. */
    @Override
    public String toString() {
        return "loki " + server() + ", tenant " + tenant + ", " + credentials + ", labels " + labels + ", " + encoding
                + ", timeout " + timeout + ", headers " + headers.keySet() + ", " + maxRequestBytes + " bytes, "
                + maxRequestEvents + " events";
    }
}
