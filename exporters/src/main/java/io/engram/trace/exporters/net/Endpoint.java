// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.net;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param tls whether it is spoken to over TLS
 * @param host name or address; an IPv6 address without brackets
 * @param port 1 to 65,535
 */
public record Endpoint(boolean tls, String host, int port) {
    private static final int MAX_PORT = 65_535;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+(?:%[0-9A-Za-z._~-]+)?)]|([A-Za-z0-9.-]+))(?::([0-9]{1,5}))?");

    /**
     * Reads an endpoint without a path.
     *
     * @param text {@code http://host:port}, {@code https://host:port} or {@code host:port}; where a URL has no port,
     *     its scheme's counts
     * @param tlsWithoutScheme whether TLS is used where the text has no scheme
     * @param portWithoutScheme what counts where the text has neither scheme nor port
     * @return endpoint
     * @throws IllegalArgumentException if it is none, or has a user, a path other than {@code /}, or a query; does not
     *     repeat user and query, which may be secret
     */
    public static Endpoint parse(String text, boolean tlsWithoutScheme, int portWithoutScheme) {
        String rest = text.strip();
        int schemeEnd = rest.indexOf("://");
        String scheme = schemeEnd < 0 ? "" : rest.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
        rest = schemeEnd < 0 ? rest : rest.substring(schemeEnd + 3);
        if (rest.indexOf('@') >= 0) {
            throw invalid(text, "has a user or password: give those as headers");
        }
        if (schemeEnd >= 0 && !scheme.equals("http") && !scheme.equals("https")) {
            throw invalid(text, "has another scheme than http and https: give one of these");
        }
        if (rest.indexOf('?') >= 0 || rest.indexOf('#') >= 0) {
            throw invalid(text, "has a query or fragment: leave it out");
        }
        int slash = rest.indexOf('/');
        if (slash >= 0 && slash < rest.length() - 1) {
            throw invalid(text, "has a path, which gRPC does not use: leave it out");
        }
        Matcher matcher = AUTHORITY.matcher(slash < 0 ? rest : rest.substring(0, slash));
        if (!matcher.matches()) {
            throw invalid(text, "is not a host and port: give http://host:port, https://host:port or host:port");
        }
        boolean tls = schemeEnd < 0 ? tlsWithoutScheme : scheme.equals("https");
        int defaultPort = schemeEnd < 0 ? portWithoutScheme : tls ? HTTPS_PORT : HTTP_PORT;
        int port = matcher.group(3) == null ? defaultPort : Integer.parseInt(matcher.group(3));
        if (port < 1 || port > MAX_PORT) {
            throw invalid(text, "has port " + port + ", which is out of range: give 1 to " + MAX_PORT);
        }
        return new Endpoint(tls, matcher.group(1) == null ? matcher.group(2) : matcher.group(1), port);
    }

    private static IllegalArgumentException invalid(String text, String why) {
        return new IllegalArgumentException("'" + withoutSecrets(text) + "' " + why);
    }

    private static String withoutSecrets(String text) {
        // Before the last @: a password may hold one, or a slash, where it was not encoded.
        String rest = text.substring(text.lastIndexOf('@') + 1);
        int end = rest.length();
        for (char mark : new char[] {'?', '#'}) {
            int at = rest.indexOf(mark);
            end = at < 0 ? end : Math.min(end, at);
        }
        return rest.substring(0, end).strip();
    }

    /**
     * Host and port.
     *
     * @return {@code host:port}, an IPv6 address in brackets
     */
    public String authority() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    /** The endpoint as a URL. */
    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority();
    }
}
