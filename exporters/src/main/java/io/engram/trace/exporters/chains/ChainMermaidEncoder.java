// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.chains;

import io.engram.trace.collector.correlate.Chain;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Encodes chains as a flowchart for Mermaid, which GitHub and GitLab draw: a subgraph for each chain, a box for each
 * event, with the shared nodes at the arrows. Of chains with more than twelve events the middle is left out. An event of
 * two chains is drawn in both.
 */
public final class ChainMermaidEncoder implements ChainEncoder {
    // Plain in Mermaid's quoted texts, in Markdown and in HTML. Everything else goes by its number.
    private static final String PLAIN = " ,.+-_/()=";
    private static final String STYLES = """
                classDef priming fill:#dbe9ff,stroke:#333,color:#000
                classDef interference fill:#ffe9c7,stroke:#333,color:#000
                classDef reconsolidation fill:#dff3d8,stroke:#333,color:#000
                classDef false_memory fill:#ffd9d9,stroke:#333,color:#000
            """;

    /** Makes an encoder. */
    public ChainMermaidEncoder() {
    }

    @Override
    public void write(ChainReport report, OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder("flowchart LR\n    summary[\"").append(escaped(report.summary()));
        report.caveat().ifPresent(caveat -> text.append("<br/>").append(escaped(caveat)));
        text.append("\"]\n");
        int number = 0;
        for (Chain chain : report.chains()) {
            append(text, chain, ++number);
            // Portion by portion, so that graphs of any size pass through little memory.
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            text.setLength(0);
        }
        out.write(text.append(STYLES).toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void append(StringBuilder text, Chain chain, int number) {
        text.append("    subgraph c").append(number).append("[\"").append(escaped(GraphLabels.chain(chain)))
                .append("\"]\n        direction LR\n");
        List<GraphStep> steps = GraphStep.of(chain);
        for (int i = 0; i < steps.size(); i++) {
            GraphStep step = steps.get(i);
            text.append("        c").append(number).append('e').append(i + 1).append("[\"")
                    .append(step.lines().stream().map(ChainMermaidEncoder::escaped).collect(Collectors.joining("<br/>")))
                    .append("\"]").append(step.type().isEmpty() ? "" : ":::" + step.type()).append('\n');
        }
        for (int i = 1; i < steps.size(); i++) {
            String arrow = steps.get(i).arrow();
            text.append("        c").append(number).append('e').append(i)
                    .append(arrow.isEmpty() ? " -.-> " : " -->|\"" + escaped(arrow) + "\"| ")
                    .append('c').append(number).append('e').append(i + 1).append('\n');
        }
        text.append("    end\n");
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean isLetterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (isLetterOrDigit || PLAIN.indexOf(c) >= 0) {
                escaped.appendCodePoint(c);
            } else {
                escaped.append('#').append(c).append(';');
            }
        });
        return escaped.toString();
    }
}
