// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page around the data: a template whose gaps take the style, the script and the data. */
final class Page {
    // In the order in which they build on each other.
    private static final List<String> SCRIPTS = List.of("data.js", "format.js", "state.js", "charts.js", "tables.js",
            "timeline.js", "graph.js", "interference.js", "reconsolidation.js", "recall.js", "losses.js", "report.js");
    private static final Pattern GAP = Pattern.compile("\\{\\{(\\w+)}}");

    private final String template;
    private final String style;
    private final String script;

    /** What writes the data. */
    @FunctionalInterface
    interface Data {
        void to(OutputStream out) throws IOException;
    }

    Page() throws IOException {
        template = resource("report.html");
        style = resource("report.css");
        StringBuilder text = new StringBuilder("(() => {\n'use strict';\n");
        for (String name : SCRIPTS) {
            text.append(resource(name));
        }
        script = text.append("})();\n").toString();
    }

    void write(OutputStream out, Data data) throws IOException {
        Matcher gap = GAP.matcher(template);
        int end = 0;
        while (gap.find()) {
            put(template.substring(end, gap.start()), out);
            switch (gap.group(1)) {
                case "styleHash" -> put(hash(style), out);
                case "scriptHash" -> put(hash(script), out);
                case "style" -> put(style, out);
                case "script" -> put(script, out);
                case "data" -> data.to(out);
                default -> throw new IllegalStateException("the template has an unknown gap " + gap.group());
            }
            end = gap.end();
        }
        put(template.substring(end), out);
    }

    private static void put(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As a content security policy names what may run: our own style and script, and nothing that got in elsewhere. */
    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing resource: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
