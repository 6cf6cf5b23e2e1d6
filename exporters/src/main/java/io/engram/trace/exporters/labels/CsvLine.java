// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.labels;

import java.util.ArrayList;
import java.util.List;

/** A line of comma-separated values, as RFC 4180 has them, but that blanks around values do not
 * count, and no value goes on in the next line. */
final class CsvLine {
    private CsvLine() {
    }

    /**
     * The values of a line.
     *
     * @throws IllegalArgumentException if a quote is not closed, or something stands behind it
     */
    static List<String> columns(String line) {
        List<String> columns = new ArrayList<>();
        int at = 0;
        do {
            StringBuilder value = new StringBuilder();
            at = afterBlanks(line, at);
            at = at < line.length() && line.charAt(at) == '"' ? readQuoted(line, at + 1, value)
                    : readPlain(line, at, value);
            columns.add(value.toString());
        } while (at++ < line.length());
        return columns;
    }

    /** A value as it stands in a line: in quotes if it would read as something else without. */
    static String quoted(String value) {
        boolean plain = value.equals(value.strip()) && value.indexOf(',') < 0 && value.indexOf('"') < 0;
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }

    private static int afterBlanks(String line, int start) {
        int at = start;
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int readPlain(String line, int start, StringBuilder value) {
        int comma = line.indexOf(',', start);
        int end = comma < 0 ? line.length() : comma;
        value.append(line.substring(start, end).strip());
        return end;
    }

    private static int readQuoted(String line, int start, StringBuilder value) {
        for (int at = start; at < line.length(); at++) {
            char next = line.charAt(at);
            if (next != '"') {
                value.append(next);
            } else if (line.startsWith("\"\"", at)) {
                value.append(next);
                at++;
            } else {
                int end = afterBlanks(line, at + 1);
                if (end == line.length() || line.charAt(end) == ',') {
                    return end;
                }
                throw new IllegalArgumentException("something stands behind a closing quote: double quotes in a label");
            }
        }
        throw new IllegalArgumentException("a quote is not closed: labels end in their line");
    }
}
