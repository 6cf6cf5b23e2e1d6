// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.chains;

import io.engram.trace.collector.correlate.Chain;
import io.engram.trace.collector.correlate.ChainBasis;
import io.engram.trace.collector.correlate.ChainCounts;
import io.engram.trace.collector.correlate.ChainRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Chains that were found, and what must be known of how.
 *
 * @param rules which chains were looked for
 * @param counts what the finder did
 * @param chains those to tell, which may be fewer than were found
 * @param missing events that were observed and that the finder was not given, by reason
 */
public record ChainReport(ChainRules rules, ChainCounts counts, List<Chain> chains, Map<String, Long> missing) {
    /**
     * Makes list and map immutable, and leaves out reasons that nothing is missing for.
     *
     * @param rules which chains were looked for
     * @param counts what the finder did
     * @param chains those to tell
     * @param missing events by reason
     */
    public ChainReport {
        chains = List.copyOf(chains);
        Map<String, Long> some = new TreeMap<>(missing);
        some.values().removeIf(events -> events <= 0);
        missing = Collections.unmodifiableMap(some);
    }

    /**
     * How many chains there are, in words.
     *
     * @return a line
     */
    public String summary() {
        long found = counts.found();
        String chainsFound = found == 0 ? "no chain of " + rules.minLength() + " or more events"
                : (chains.size() < found ? "the first " + number(chains.size()) + " of " : "") + count(found, "chain");
        List<String> bases = new ArrayList<>();
        if (rules.bases().contains(ChainBasis.CORRELATION_ID)) {
            bases.add("by id");
        }
        if (rules.bases().contains(ChainBasis.SHARED_NODES)) {
            bases.add("by nodes within " + ChainText.duration(rules.windowNanos()));
        }
        return chainsFound + " among " + count(counts.events(), "event") + ", " + String.join(" and ", bases);
    }

    /**
     * Why chains may be incomplete, in words.
     *
     * @return a line, if there is a reason
     */
    public Optional<String> caveat() {
        List<String> reasons = new ArrayList<>();
        missing.forEach((reason, events) -> reasons.add(count(events, "event") + " " + GraphLabels.printable(reason.replace('_', ' '))));
        if (counts.sampledEvents() > 0) {
            reasons.add(count(counts.sampledEvents(), "event") + " recorded by sampling");
        }
        if (counts.lateEvents() > 0) {
            reasons.add(count(counts.lateEvents(), "event") + " too late for chains by nodes");
        }
        if (counts.cutChains() > 0) {
            reasons.add(count(counts.cutChains(), "chain") + " ended early for want of memory");
        }
        return reasons.isEmpty() ? Optional.empty()
                : Optional.of("chains may be incomplete: " + String.join(", ", reasons));
    }

    static String count(long number, String noun) {
        return number(number) + " " + noun + (number == 1 ? "" : "s");
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
