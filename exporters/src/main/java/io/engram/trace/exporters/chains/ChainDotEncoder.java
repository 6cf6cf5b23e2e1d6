// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.chains;

import io.engram.trace.collector.correlate.Chain;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Encodes chains as a directed graph for Graphviz: a cluster for each chain, a box for each event, with the shared nodes
 * at the arrows. Of chains with more than twelve events the middle is left out. An event of two chains is drawn in both.
 */
public final class ChainDotEncoder implements ChainEncoder {
    private static final Map<String, String> COLORS = Map.of("priming", "#dbe9ff", "interference", "#ffe9c7",
            "reconsolidation", "#dff3d8", "false_memory", "#ffd9d9", "", "#ffffff");

    /** Makes an encoder. */
    public ChainDotEncoder() {
    }

    @Override
    public void write(ChainReport report, OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder("digraph chains {\n  rankdir=LR;\n  charset=\"UTF-8\";\n")
                .append("  node [shape=box, style=\"filled,rounded\", fontname=\"sans-serif\"];\n")
                .append("  edge [fontname=\"sans-serif\", fontsize=10];\n")
                .append("  label=\"").append(escaped(report.summary()));
        report.caveat().ifPresent(caveat -> text.append("\\n").append(escaped(caveat)));
        text.append("\";\n");
        int number = 0;
        for (Chain chain : report.chains()) {
            append(text, chain, ++number);
            // Portion by portion, so that graphs of any size pass through little memory.
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            text.setLength(0);
        }
        out.write(text.append("}\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void append(StringBuilder text, Chain chain, int number) {
        text.append("  subgraph cluster_").append(number).append(" {\n    label=\"")
                .append(escaped(GraphLabels.chain(chain))).append("\";\n");
        List<GraphStep> steps = GraphStep.of(chain);
        for (int i = 0; i < steps.size(); i++) {
            GraphStep step = steps.get(i);
            text.append("    c").append(number).append('e').append(i + 1).append(" [label=\"")
                    .append(step.lines().stream().map(ChainDotEncoder::escaped).collect(Collectors.joining("\\n")))
                    .append("\", fillcolor=\"").append(COLORS.get(step.type())).append("\"];\n");
        }
        for (int i = 1; i < steps.size(); i++) {
            String arrow = steps.get(i).arrow();
            text.append("    c").append(number).append('e').append(i).append(" -> c").append(number).append('e')
                    .append(i + 1)
                    .append(arrow.isEmpty() ? " [style=dashed]" : " [label=\"" + escaped(arrow) + "\"]").append(";\n");
        }
        text.append("  }\n");
    }

    // Graphviz reads escapes and HTML entities in labels.
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("&", "&amp;");
    }
}
