// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import java.util.List;
import java.util.Locale;

/** Pieces of HTML and SVG. */
final class Html {
    private Html() {
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    /** Text with {@code `code`} in it. */
    static String prose(String text) {
        return escape(text).replaceAll("`([^`]*)`", "<code>$1</code>");
    }

    /** A table whose first column is text, the others figures. */
    static String table(List<String> headings, List<List<String>> rows) {
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table>\n<thead><tr>");
        headings.forEach(heading -> html.append("<th>").append(prose(heading)).append("</th>"));
        html.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows) {
            html.append("<tr>");
            row.forEach(cell -> html.append(verdict(cell)).append(prose(cell)).append("</td>"));
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    private static String verdict(String cell) {
        return switch (cell) {
            case "pass" -> "<td class=\"pass\">";
            case "FAIL" -> "<td class=\"fail\">";
            default -> "<td>";
        };
    }

    /** A coordinate, short. */
    static String at(double coordinate) {
        return String.format(Locale.ROOT, "%.1f", coordinate);
    }

    static String text(String style, double x, double y, String text) {
        return "<text class=\"" + style + "\" x=\"" + at(x) + "\" y=\"" + at(y) + "\">" + escape(text) + "</text>\n";
    }

    static String line(String style, double x1, double y1, double x2, double y2) {
        return "<line class=\"" + style + "\" x1=\"" + at(x1) + "\" y1=\"" + at(y1) + "\" x2=\"" + at(x2) + "\" y2=\""
                + at(y2) + "\"/>\n";
    }

    static String svg(double width, double height, String title) {
        return "<svg viewBox=\"0 0 " + at(width) + " " + at(height) + "\" role=\"img\" aria-label=\"" + escape(title)
                + "\">\n";
    }
}
