// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import java.util.List;

/** A table in Markdown that also reads well as plain text. The first column is text, the others are figures. */
final class MarkdownTable {
    private MarkdownTable() {
    }

    static String of(List<String> headings, List<List<String>> rows) {
        int[] widths = new int[headings.size()];
        for (int column = 0; column < widths.length; column++) {
            int at = column;
            widths[column] = Math.max(headings.get(at).length(),
                    rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
        }
        StringBuilder text = new StringBuilder();
        appendRow(text, headings, widths);
        text.append('|');
        for (int column = 0; column < widths.length; column++) {
            text.append('-').append("-".repeat(widths[column])).append(column == 0 ? "-|" : ":|");
        }
        text.append('\n');
        rows.forEach(row -> appendRow(text, row, widths));
        return text.toString();
    }

    private static void appendRow(StringBuilder text, List<String> cells, int[] widths) {
        text.append('|');
        for (int column = 0; column < widths.length; column++) {
            String padding = " ".repeat(widths[column] - cells.get(column).length());
            text.append(' ').append(column == 0 ? cells.get(0) + padding : padding + cells.get(column)).append(" |");
        }
        text.append('\n');
    }
}
