// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class HtmlReportTest {
    private static final Pattern SVG = Pattern.compile("<svg .*?</svg>", Pattern.DOTALL);

    @Test
    void shouldNeedNothingFromElsewhere() throws IOException {
        String page = page();
        for (String reference : List.of("http:", "https:", "src=", "href=", "url(", "@import")) {
            assertFalse(page.contains(reference), reference);
        }
    }

    @Test
    void shouldHaveEachSectionThatThereAreFiguresFor() throws IOException {
        String page = page();
        for (String title : List.of("Goals", "One call", "Beside its peers", "Percentiles of single calls",
                "By number of threads", "Encoding 10,000 events", "From the call to a server's answer",
                "All figures")) {
            assertTrue(page.contains("<h2>" + title + "</h2>"), title);
        }
    }

    @Test
    void shouldTellMachineFlagsAndWhatIsOmitted() throws IOException {
        String page = page();
        for (String part : List.of("Some &lt;CPU&gt; &amp; more, 2 cores", "OpenJDK 64-Bit Server VM 25.0.3+9-LTS",
                "-Xmx1g", "0123abcd", "coordinated omission")) {
            assertTrue(page.contains(part), part);
        }
    }

    @Test
    void shouldDrawWellFormedCharts() throws Exception {
        List<Document> charts = charts();
        // Calls, peers, the tracer's percentiles, one peer's, threads, encodings, deliveries.
        assertEquals(7, charts.size());
    }

    @Test
    void shouldWriteMeanMarginAllocationAndShareBesideABar() throws Exception {
        List<String> texts = texts(charts().get(1));
        assertTrue(texts.containsAll(List.of("Agrona OneToOneRingBuffer", "36.00 ± 2.00 ns, 0 B, 75.0 %",
                "Log4j async logger", "900.00 ns, 72 B")), texts.toString());
    }

    @Test
    void shouldMakeLongerBarsOfLargerMeans() throws Exception {
        NodeList bars = charts().get(0).getElementsByTagName("rect");
        double[] widths = IntStream.range(0, bars.getLength()).mapToObj(bars::item)
                .mapToDouble(bar -> Double.parseDouble(bar.getAttributes().getNamedItem("width").getTextContent()))
                .toArray();
        // Empty, clock, priming by one thread and by two, and with the other clock.
        assertEquals(5, widths.length);
        assertEquals(2, widths[3] / widths[2], 0.01);
        assertEquals(0.5, widths[4] / widths[2], 0.01);
    }

    @Test
    void shouldDrawPercentilesFromP50ToP9999() throws Exception {
        Document chart = charts().get(2);
        List<String> texts = texts(chart);
        assertTrue(texts.containsAll(List.of("P50", "P90", "P99", "P99.9", "P99.99", "priming", "empty method")),
                texts.toString());
        NodeList titles = chart.getElementsByTagName("title");
        List<String> points = IntStream.range(0, titles.getLength()).mapToObj(titles::item)
                .map(title -> title.getTextContent()).filter(text -> text.startsWith("priming")).toList();
        assertEquals("priming, P50.0: 30 ns", points.get(0));
        assertEquals("priming, P99.99: 3 µs", points.get(points.size() - 1));
    }

    @Test
    void shouldLeaveOutWhatWasNotMeasured() throws IOException {
        String page = new HtmlReport(new Run(StoredRun.MACHINE, new Results(List.of()))).toHtml();
        assertFalse(page.contains("<svg"), page);
        assertFalse(page.contains("<h2>Goals"), page);
    }

    private static String page() throws IOException {
        return new HtmlReport(StoredRun.withPeers()).toHtml();
    }

    private static List<Document> charts() throws Exception {
        List<String> found = SVG.matcher(page()).results().map(match -> match.group()).toList();
        List<Document> charts = new ArrayList<>();
        for (String svg : found) {
            charts.add(DocumentBuilderFactory.newInstance().newDocumentBuilder()
                    .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8))));
        }
        return charts;
    }

    private static List<String> texts(Document chart) {
        NodeList nodes = chart.getElementsByTagName("text");
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> nodes.item(i).getTextContent()).toList();
    }
}
