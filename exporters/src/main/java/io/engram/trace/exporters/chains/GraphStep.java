// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.chains;

import io.engram.trace.collector.correlate.Chain;
import io.engram.trace.collector.correlate.ChainLink;
import java.util.ArrayList;
import java.util.List;

/**
 * What is drawn as one box of a chain: an event, or in a long chain a gap.
 *
 * @param type label of the event's type; empty for a gap
 * @param lines what stands in the box
 * @param arrow what stands at the arrow that leads to it; may be empty
 */
record GraphStep(String type, List<String> lines, String arrow) {
    // Mermaid draws no more than 500 arrows unless told, and nobody follows longer chains by eye.
    private static final int MAX_STEPS = 12;
    private static final int STEPS_AFTER_GAP = 5;

    static List<GraphStep> of(Chain chain) {
        List<GraphStep> steps = new ArrayList<>();
        int length = chain.length();
        int gapFrom = length <= MAX_STEPS ? length : MAX_STEPS - 1 - STEPS_AFTER_GAP;
        int gapTo = length <= MAX_STEPS ? length : length - STEPS_AFTER_GAP;
        for (int i = 0; i < gapFrom; i++) {
            steps.add(of(chain, chain.links().get(i), true));
        }
        if (gapFrom < gapTo) {
            steps.add(new GraphStep("", List.of(ChainReport.count(gapTo - gapFrom, "more event")), ""));
        }
        for (int i = gapTo; i < length; i++) {
            // What the first one shares, it shares with an event in the gap.
            steps.add(of(chain, chain.links().get(i), i > gapTo));
        }
        return steps;
    }

    private static GraphStep of(Chain chain, ChainLink link, boolean withArrow) {
        return new GraphStep(link.event().eventType().label(), GraphLabels.event(chain, link),
                withArrow ? GraphLabels.arrow(link) : "");
    }
}
