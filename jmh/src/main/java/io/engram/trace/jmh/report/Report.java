// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import java.util.List;

/** The report on a run, as Markdown whose tables also read well as plain text. */
final class Report {
    private final Run run;
    private final Tables tables;

    Report(Run run) {
        this.run = run;
        this.tables = new Tables(run.results());
    }

    String toMarkdown() {
        StringBuilder text = new StringBuilder("# Benchmarks\n\n");
        for (String line : Texts.header(run)) {
            text.append("- ").append(line).append('\n');
        }
        text.append('\n').append(MarkdownTable.of(Tables.HEADINGS, tables.all(1))).append('\n');
        for (String paragraph : List.of(Texts.HOW_MEASURED, Texts.COORDINATED_OMISSION, Texts.TAKEN)) {
            text.append(paragraph).append("\n\n");
        }
        for (int threads : run.results().threads()) {
            if (threads > 1) {
                append(text, "## " + threads + " threads\n\n", Tables.HEADINGS, tables.all(threads));
            }
        }
        append(text, "## By number of threads\n\n", Tables.SCALING_HEADINGS, tables.scaling());
        append(text, "## Work on 10,000 events\n\n", Tables.BATCH_HEADINGS, tables.batches());
        append(text, "## Goals\n\n", Tables.GOAL_HEADINGS, tables.goals());
        return text.toString().stripTrailing() + "\n";
    }

    private static void append(StringBuilder text, String title, List<String> headings, List<List<String>> rows) {
        if (!rows.isEmpty()) {
            text.append(title).append(MarkdownTable.of(headings, rows)).append('\n');
        }
    }
}
