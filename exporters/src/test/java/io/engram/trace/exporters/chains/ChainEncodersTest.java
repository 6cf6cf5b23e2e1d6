// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.chains;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.trace.collector.correlate.Chain;
import io.engram.trace.collector.correlate.ChainBasis;
import io.engram.trace.collector.correlate.ChainCounts;
import io.engram.trace.collector.correlate.ChainFinder;
import io.engram.trace.collector.correlate.ChainLink;
import io.engram.trace.collector.correlate.ChainRules;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.json.JsonEncoder;
import io.engram.trace.exporters.json.SampleEvents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ChainEncodersTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TracedThread MAIN = new TracedThread(1, "main");

    // Graphviz's grammar for what we write: a quoted text ends at the first quote that no backslash escapes.
    private static final String QUOTED = "\"(?:[^\"\\\\\n]|\\\\.)*\"";
    private static final Pattern DOT_LINE = Pattern.compile("digraph chains \\{| *\\}|  rankdir=LR;"
            + "|  (?:charset|label)=" + QUOTED + ";|    label=" + QUOTED + ";|  (?:node|edge) \\[.*\\];"
            + "|  subgraph cluster_\\d+ \\{|    c\\d+e\\d+ \\[label=" + QUOTED + ", fillcolor=\"#[0-9a-f]{6}\"\\];"
            + "|    c\\d+e\\d+ -> c\\d+e\\d+ \\[(?:style=dashed|label=" + QUOTED + ")\\];");

    // Mermaid's, where within quotes only what means nothing stands for itself.
    private static final String PLAIN = "\"(?:[A-Za-z0-9 ,.+_/()=-]|#\\d+;|<br/>)*\"";
    private static final Pattern MERMAID_LINE = Pattern.compile("flowchart LR|    summary\\[" + PLAIN + "\\]"
            + "|    subgraph c\\d+\\[" + PLAIN + "\\]|        direction LR|    end"
            + "|        c\\d+e\\d+\\[" + PLAIN + "\\](?::::[a-z_]+)?"
            + "|        c\\d+e\\d+ (?:-\\.->|-->\\|" + PLAIN + "\\|) c\\d+e\\d+|    classDef [a-z_]+ [a-z0-9:#,]+");

    private static String encode(ChainEncoder encoder, ChainReport report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        encoder.write(report, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static ChainReport report(List<Chain> chains) {
        return new ChainReport(ChainRules.DEFAULT, new ChainCounts(100, chains.size(), 0, 0, 0), chains, Map.of());
    }

    private static ChainReport ofAnything() {
        List<CognitiveEvent> events = new SampleEvents(3).next(500);
        ChainRules rules = new ChainRules(ChainRules.DEFAULT.bases(), Long.MAX_VALUE, 1, 1_000);
        return report(ChainFinder.find(events, rules));
    }

    private static Chain chainOf(int length, String threadName) {
        List<ChainLink> links = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            links.add(new ChainLink(new PrimingEvent(1_000_000L * i, new TracedThread(1, threadName), i, 1, 7,
                    PrimingType.ASSOCIATIVE, 0.5f, 1, 2), i == 0 ? List.of() : List.of(1L, -1L)));
        }
        return new Chain(ChainBasis.CORRELATION_ID, links);
    }

    private static void assertLines(Pattern allowed, String text) {
        assertTrue(text.endsWith("\n"));
        assertAll(text.lines().map(line -> () -> assertTrue(allowed.matcher(line).matches(), line)));
    }

    @Test
    void shouldWriteEveryEventAsItStandsInOtherJson() throws IOException {
        ChainReport report = ofAnything();
        assertTrue(report.chains().size() > 50);
        JsonNode chains = MAPPER.readTree(encode(new ChainJsonEncoder(), report)).get("chains");
        assertEquals(report.chains().size(), chains.size());
        JsonEncoder encoder = new JsonEncoder();
        for (int i = 0; i < chains.size(); i++) {
            Chain chain = report.chains().get(i);
            JsonNode json = chains.get(i);
            assertEquals(chain.id(), json.get("id").textValue());
            assertEquals(chain.basis() == ChainBasis.CORRELATION_ID, json.has("correlation_id"));
            assertEquals(chain.length(), json.get("links").size());
            assertEquals(chain.threads().size(), json.get("threads").size());
            assertEquals(Float.isFinite(chain.strongestIntensity()), json.get("strongest_intensity").isNumber());
            for (int j = 0; j < chain.length(); j++) {
                EncodeBuffer event = new EncodeBuffer(100);
                encoder.writeEvent(chain.links().get(j).event(), event);
                JsonNode link = json.get("links").get(j);
                assertEquals(MAPPER.readTree(new String(event.array(), 0, event.length(), StandardCharsets.UTF_8)),
                        link.get("event"));
                List<String> shared = new ArrayList<>();
                link.get("shared_nodes").forEach(node -> shared.add(node.textValue()));
                assertEquals(chain.links().get(j).sharedNodes().stream().map(Long::toUnsignedString).toList(), shared);
            }
        }
    }

    @Test
    void shouldPutEveryChainOnALineOfItsOwn() throws IOException {
        String text = encode(new ChainJsonEncoder(), report(List.of(chainOf(2, "a"), chainOf(3, "b"))));
        List<String> lines = text.lines().toList();
        assertEquals(3, lines.size());
        assertTrue(lines.get(0).endsWith("\"chains\":["), text);
        assertEquals(2, MAPPER.readTree(lines.get(1).substring(0, lines.get(1).length() - 1)).get("links").size());
    }

    @Test
    void shouldWriteValidGraphsOfAnything() throws IOException {
        ChainReport report = ofAnything();
        assertLines(DOT_LINE, encode(new ChainDotEncoder(), report));
        assertLines(MERMAID_LINE, encode(new ChainMermaidEncoder(), report));
    }

    @Test
    void shouldWriteValidDocumentsOfNothing() throws IOException {
        ChainReport report = report(List.of());
        String words = "no chain of 2 or more events among 100 events, by id and by nodes within 500.000 ms";
        assertEquals(words, report.summary());
        String dot = encode(new ChainDotEncoder(), report);
        assertLines(DOT_LINE, dot);
        assertTrue(dot.contains(words), dot);
        String mermaid = encode(new ChainMermaidEncoder(), report);
        assertLines(MERMAID_LINE, mermaid);
        assertTrue(mermaid.contains(words), mermaid);
        assertEquals(0, MAPPER.readTree(encode(new ChainJsonEncoder(), report)).get("chains").size());
    }

    @Test
    void shouldEscapeWhatFormatsObey() throws IOException {
        String name = "\"]; \\N\\ <b>&amp;`#quot; %%{x}%% \u001b[2J\n\u202e\ud83e end";
        ChainReport report = report(List.of(chainOf(1, name)));
        String dot = encode(new ChainDotEncoder(), report);
        assertTrue(dot.contains("\\\"]; \\\\N\\\\ <b>&amp;amp;`#quot; %%{x}%% ?[2J"), dot);
        String mermaid = encode(new ChainMermaidEncoder(), report);
        assertTrue(mermaid.contains("#34;#93;#59; #92;N#92; #60;b#62;#38;amp#59;#96;#35;quot#59; #37;#37;#123;x"),
                mermaid);
        assertLines(DOT_LINE, dot);
        assertLines(MERMAID_LINE, mermaid);
        assertFalse(dot.contains("\u001b") || dot.contains("\u202e"), dot);
    }

    @Test
    void shouldDrawOnlyBothEndsOfALongChain() throws IOException {
        for (int length : new int[] {12, 13, 1_000}) {
            List<GraphStep> steps = GraphStep.of(chainOf(length, "main"));
            assertEquals(12, steps.size());
            assertEquals(List.of("associative priming 0.500", "main", "+0.000 ms"), steps.getFirst().lines());
            assertEquals("+" + ChainText.duration((length - 1) * 1_000_000L), steps.getLast().lines().getLast());
            assertEquals("", steps.getFirst().arrow());
            assertEquals("1, 18446744073709551615", steps.getLast().arrow());
            long events = steps.stream().filter(step -> !step.type().isEmpty()).count();
            assertEquals(length == 12 ? 12 : 11, events);
            if (length > 12) {
                assertEquals(new GraphStep("", List.of(length == 13 ? "2 more events" : "989 more events"), ""),
                        steps.get(6));
                assertEquals("", steps.get(7).arrow());
            }
        }
    }

    @Test
    void shouldCutLongThreadNamesBetweenCharacters() {
        assertEquals("x".repeat(40), GraphLabels.printable("x".repeat(40)));
        assertEquals("\uD83E\uDDE0".repeat(40) + "...", GraphLabels.printable("\uD83E\uDDE0".repeat(41)));
    }

    @Test
    void shouldTellWhyChainsMayBeIncomplete() {
        assertEquals(Optional.empty(), new ChainReport(ChainRules.DEFAULT, new ChainCounts(1, 0, 0, 0, 0), List.of(),
                Map.of("overwritten", 0L)).caveat());
        assertEquals(Optional.of("chains may be incomplete: 1,000 events overwritten, 1 event sampled out, "
                + "2 events recorded by sampling, 3 events too late for chains by nodes, "
                + "4 chains ended early for want of memory"),
                new ChainReport(ChainRules.DEFAULT, new ChainCounts(1, 0, 2, 3, 4), List.of(),
                        Map.of("sampled_out", 1L, "overwritten", 1_000L)).caveat());
    }

    @Test
    void shouldTellHowManyOfHowMany() {
        assertEquals("the first 1 of 1,234 chains among 5,000 events, by nodes within 2.000 s",
                new ChainReport(new ChainRules(Set.of(ChainBasis.SHARED_NODES), 2_000_000_000L, 2, 1),
                        new ChainCounts(5_000, 1_234, 0, 0, 0), List.of(chainOf(2, "a")), Map.of()).summary());
    }

    @Test
    void shouldCountEqualTypesInAPath() {
        ChainLink priming = chainOf(1, "a").links().getFirst();
        ChainLink rewriting = new ChainLink(new ReconsolidationEvent(1, MAIN, 1, 1, 7, 1, 0, 1, 1, 1), List.of());
        assertEquals("2P>R>P", ChainText.path(
                new Chain(ChainBasis.CORRELATION_ID, List.of(priming, priming, rewriting, priming))));
        assertEquals("R", ChainText.path(new Chain(ChainBasis.SHARED_NODES, List.of(rewriting))));
    }

    @Test
    void shouldFitDurationsAndIntensitiesIntoTheirColumns() {
        assertEquals("0.000 ms", ChainText.duration(999));
        assertEquals("0.001 ms", ChainText.duration(1_999));
        assertEquals("999.999 ms", ChainText.duration(999_999_999));
        assertEquals("1.000 s", ChainText.duration(1_000_000_000));
        assertEquals("1.500 h", ChainText.duration(5_400_000_000_000L));
        assertEquals("106,751 d", ChainText.duration(Long.MAX_VALUE));
        assertEquals("0.250", ChainText.intensity(0.25f));
        assertEquals("0.000", ChainText.intensity(0));
        assertEquals("1.0e-05", ChainText.intensity(1e-5f));
        assertEquals("-3.4e+38", ChainText.intensity(-Float.MAX_VALUE));
        assertEquals("-", ChainText.intensity(Float.NaN));
    }

    @Test
    void shouldWriteTimesOfAllCenturies() {
        assertEquals("1969-12-31T23:59:59.999Z", ChainText.timestamp(-1));
        assertEquals("1969-12-31T23:59:59.999999999Z", ChainText.exactTimestamp(-1));
        assertEquals("1677-09-21T00:12:43.145224192Z", ChainText.exactTimestamp(Long.MIN_VALUE));
    }
}
