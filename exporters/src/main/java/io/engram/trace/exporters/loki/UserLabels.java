// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.exporters.net.KeyValueList;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the labels that a user gives all streams. */
final class UserLabels {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final int OURS = 2;

    private UserLabels() {
    }

    /**
     * Reads labels.
     *
     * @param text as {@link KeyValueList} reads it
     * @return labels
     * @throws IllegalArgumentException if Loki would refuse one
     */
    static Map<String, String> parse(String text) {
        Map<String, String> labels = new TreeMap<>();
        KeyValueList.parse(text).forEach((name, value) -> {
            check(name, value);
            labels.put(name, value);
        });
        if (labels.size() > LokiLimits.LABELS - OURS) {
            throw new IllegalArgumentException(labels.size() + " labels are too many: give "
                    + (LokiLimits.LABELS - OURS) + " at most");
        }
        return labels;
    }

    private static void check(String name, String value) {
        if (!NAME.matcher(name).matches() || name.startsWith("__")) {
            throw new IllegalArgumentException("label '" + name
                    + "' has no legal name: give letters, digits and _, no digit first and no __");
        }
        if (name.equals(LokiStreams.SERVICE_NAME) || name.equals(LokiStreams.EVENT_TYPE)) {
            throw new IllegalArgumentException("label '" + name + "' is set by the exporter: leave it away");
        }
        if (name.length() > LokiLimits.LABEL_NAME_BYTES) {
            throw new IllegalArgumentException("a label's name has " + name.length() + " bytes: give "
                    + LokiLimits.LABEL_NAME_BYTES + " at most");
        }
        int valueBytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (valueBytes > LokiLimits.LABEL_VALUE_BYTES) {
            throw new IllegalArgumentException("label '" + name + "' has a value of " + valueBytes + " bytes: give "
                    + LokiLimits.LABEL_VALUE_BYTES + " at most");
        }
    }
}
