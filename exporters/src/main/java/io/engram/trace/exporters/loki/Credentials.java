// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.collector.export.ExporterSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How requests are authorised: by a user's password or a bearer's token. */
final class Credentials {
    private static final String USERNAME = "username";
    private static final String PASSWORD = "password";
    private static final String BEARER_TOKEN = "bearer-token";

    private final String username;
    private final Secret secret;

    private Credentials(String username, Secret secret) {
        this.username = username;
        this.secret = secret;
    }

    /**
     * The credentials that settings give.
     *
     * @return null if they give none
     * @throws IllegalArgumentException if they are incomplete or contradict each other
     */
    static Credentials of(ExporterSettings settings) {
        String username = settings.text(USERNAME);
        Secret password = Secret.of(settings, PASSWORD);
        Secret token = Secret.of(settings, BEARER_TOKEN);
        if ((username == null) != (password == null)) {
            throw new IllegalArgumentException("key '" + settings.key(USERNAME) + "' and a password belong together:"
                    + " give both or none");
        }
        if (password != null && token != null) {
            throw new IllegalArgumentException("key '" + settings.key(USERNAME) + "' and a bearer's token contradict"
                    + " each other: give one of them");
        }
        if (username != null && (username.contains(":") || username.chars().anyMatch(Character::isISOControl))) {
            throw new IllegalArgumentException("key '" + settings.key(USERNAME)
                    + "': holds a colon or control character: give a name without");
        }
        Secret secret = password == null ? token : password;
        return secret == null ? null : new Credentials(username, secret);
    }

    /**
     * The value of the header Authorization, from files as they are now.
     *
     * @return to be kept secret
     * @throws IOException if a file cannot be read
     */
    String header() throws IOException {
        if (username == null) {
            return "Bearer " + secret.read();
        }
        String pair = username + ":" + secret.read();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** Nothing secret. */
    @Override
    public String toString() {
        return username == null ? "bearer's token" : "user " + username;
    }
}
