// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import java.util.Map;

/** Writes labels as Loki reads them: {@code {a="b", c="d"}}, with values quoted as Go quotes strings. */
final class LabelText {
    private LabelText() {
    }

    static String of(Map<String, String> labels) {
        StringBuilder text = new StringBuilder("{");
        labels.forEach((name, value) -> {
            text.append(text.length() == 1 ? "" : ", ").append(name).append("=\"");
            quote(value, text);
            text.append('"');
        });
        return text.append('}').toString();
    }

    private static void quote(String value, StringBuilder text) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (Character.isISOControl(c)) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
    }
}
