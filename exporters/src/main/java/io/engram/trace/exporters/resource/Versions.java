// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.resource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** This product's version. */
public final class Versions {
    /** The version that Maven built, such as {@code 1.0.0}. */
    public static final String CURRENT = load();

    private Versions() {
    }

    private static String load() {
        try (InputStream in = Versions.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties is missing from the exporters' jar: build it again", e);
        }
    }
}
