// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Reads the address of a server. What is wrong is said without repeating it, for it may hold a password. */
final class PushEndpoint {
    private static final String PUSH_PATH = "/loki/api/v1/push";
    private static final String HTTPS = "https";

    private PushEndpoint() {
    }

    /**
     * Reads an address.
     *
     * @param text such as {@code http://localhost:3100}; without a path it gets Loki's own
     * @return address of the push API
     * @throws IllegalArgumentException if it is none
     */
    static URI parse(String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            // Without the cause, which repeats the text.
            throw new IllegalArgumentException("is not a URL: give one such as http://localhost:3100");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals(HTTPS)) {
            throw new IllegalArgumentException("is no http or https URL: give one such as http://localhost:3100");
        }
        if (uri.getRawUserInfo() != null || uri.getRawAuthority() != null && uri.getRawAuthority().contains("@")) {
            throw new IllegalArgumentException("holds a user: give it as username and password");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("names no host: give a URL such as http://localhost:3100");
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("holds a fragment (#…), which no server gets to see: leave it away");
        }
        String path = uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return URI.create(scheme + "://" + uri.getRawAuthority()
                + (path.isEmpty() || path.equals("/") ? PUSH_PATH : path) + query);
    }

    static boolean isTls(URI uri) {
        return uri.getScheme().equals(HTTPS);
    }

    /** Whether nobody but this machine reads what is sent there. */
    static boolean isLoopback(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.endsWith(".localhost") || host.equals("[::1]")
                || host.matches("127\\.\\d+\\.\\d+\\.\\d+");
    }
}
