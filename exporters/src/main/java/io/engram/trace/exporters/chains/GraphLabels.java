// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.chains;

import io.engram.trace.collector.correlate.Chain;
import io.engram.trace.collector.correlate.ChainLink;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What stands in a graph, before it is escaped for a format: no control characters, and no text of any length. */
final class GraphLabels {
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
    private static final int MAX_NAME_CHARACTERS = 40;

    private GraphLabels() {
    }

    static String chain(Chain chain) {
        return chain.id() + ", " + ChainReport.count(chain.length(), "event") + " in "
                + ChainText.duration(chain.durationNanos()) + " from " + ChainText.timestamp(chain.startUnixNano());
    }

    static List<String> event(Chain chain, ChainLink link) {
        CognitiveEvent event = link.event();
        // A chain may be longer than a long can say; then this is what its duration is.
        long nanos = event.timeUnixNano() - chain.startUnixNano();
        return List.of(kind(event) + " " + ChainText.intensity(link.intensity()),
                printable(ChainText.thread(event.thread())),
                "+" + ChainText.duration(nanos < 0 ? Long.MAX_VALUE : nanos));
    }

    static String arrow(ChainLink link) {
        return link.sharedNodes().stream().map(Long::toUnsignedString).collect(Collectors.joining(", "));
    }

    private static String kind(CognitiveEvent event) {
        String type = event.eventType().label().replace('_', ' ');
        return switch (event) {
            case PrimingEvent one -> one.primingType().label() + " " + type;
            case InterferenceEvent one -> one.interferenceType().label() + " " + type;
            case ReconsolidationEvent one -> type;
            case FalseMemoryEvent one -> type;
        };
    }

    /** A text that others wrote, fit for a line of a picture. */
    static String printable(String text) {
        String line = UNPRINTABLE.matcher(text).replaceAll("?");
        return line.codePointCount(0, line.length()) <= MAX_NAME_CHARACTERS ? line
                : line.substring(0, line.offsetByCodePoints(0, MAX_NAME_CHARACTERS)) + "...";
    }
}
