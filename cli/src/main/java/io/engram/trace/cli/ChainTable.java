// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.collector.correlate.Chain;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.exporters.chains.ChainEncoder;
import io.engram.trace.exporters.chains.ChainReport;
import io.engram.trace.exporters.chains.ChainText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Chains for people: one a line. */
final class ChainTable implements ChainEncoder {
    private static final int MAX_WIDTH = 120;
    private static final int MAX_PATH = 12;
    private static final Set<Integer> TEXT_COLUMNS = Set.of(0, 1, 3, 4, 6);

    @Override
    public void write(ChainReport report, OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder();
        if (!report.chains().isEmpty()) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("chain", "start", "duration", "types", "nodes", "peak", "threads"));
            report.chains().forEach(chain -> rows.add(row(chain)));
            // Threads stand last: of them that is left out for which there is no room.
            Texts.table(rows, TEXT_COLUMNS).lines()
                    .forEach(line -> text.append(limited(line, MAX_WIDTH)).append('\n'));
            text.append('\n').append(ChainText.PATH_LETTERS).append('\n');
        }
        text.append(report.summary()).append('\n');
        report.caveat().ifPresent(caveat -> text.append(caveat).append('\n'));
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> row(Chain chain) {
        List<Long> nodes = chain.nodes();
        return List.of(chain.id(), ChainText.timestamp(chain.startUnixNano()),
                ChainText.duration(chain.durationNanos()), limited(ChainText.path(chain), MAX_PATH),
                Long.toUnsignedString(nodes.getFirst()) + more(nodes), ChainText.intensity(chain.strongestIntensity()),
                threads(chain));
    }

    private static String threads(Chain chain) {
        List<TracedThread> threads = chain.threads();
        return Texts.printable(limited(ChainText.thread(threads.getFirst()), MAX_WIDTH)) + more(threads);
    }

    private static String more(List<?> all) {
        return all.size() == 1 ? "" : " +" + (all.size() - 1);
    }

    private static String limited(String text, int maxCharacters) {
        if (text.length() <= maxCharacters) {
            return text;
        }
        // No half of a surrogate pair.
        int end = maxCharacters - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
