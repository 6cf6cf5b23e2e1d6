// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.tracefile.TraceFile;
import io.engram.trace.collector.tracefixture.KeyedEvents;
import io.engram.trace.collector.tracefixture.TraceFileFixture;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.exporters.json.JsonEventReader;
import io.engram.trace.memlayout.layout.SamplingWord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that look into processes, on files as tracers write them. */
class ProcessCommandsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TracedThread MAIN = new TracedThread(1, "main");
    private static final TracedThread WORKER = new TracedThread(29, "evil \u001b[2J worker");
    private static final int EVENTS = 40;

    @TempDir
    private Path folder;
    private final List<TraceFileFixture> fixtures = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        for (TraceFileFixture fixture : fixtures) {
            fixture.close();
        }
    }

    private Path path(String name) {
        return folder.resolve(name);
    }

    /** Keys 0 to 39 of the first thread, then 1,000 to 1,009 of the second. */
    private static void fill(TraceFileFixture fixture) throws IOException {
        fixture.addRing(MAIN).write(0, EVENTS).publish();
        fixture.addRing(WORKER).write(1_000, 10).publish();
    }

    private TraceFileFixture ended(String name) throws IOException {
        TraceFileFixture fixture = TraceFileFixture.ofEnded(path(name), 64, 4);
        fixtures.add(fixture);
        fill(fixture);
        fixture.beat();
        return fixture;
    }

    private TraceFileFixture running(String name) throws IOException {
        TraceFileFixture fixture = TraceFileFixture.ofRunning(path(name), 64, 4);
        fixtures.add(fixture);
        fill(fixture);
        return fixture;
    }

    private static List<CognitiveEvent> expected() {
        List<CognitiveEvent> events = new ArrayList<>();
        for (int key = 0; key < EVENTS; key++) {
            events.add(KeyedEvents.event(key, TraceFileFixture.TICK_ZERO_EPOCH_NANOS + key, MAIN, key, 1));
        }
        for (int key = 1_000; key < 1_010; key++) {
            events.add(KeyedEvents.event(key, TraceFileFixture.TICK_ZERO_EPOCH_NANOS + key, WORKER, key - 1_000, 1));
        }
        return events;
    }

    private static List<CognitiveEvent> read(Path file) throws IOException {
        List<CognitiveEvent> events = new ArrayList<>();
        try (JsonEventReader reader = JsonEventReader.open(file)) {
            for (CognitiveEvent event = reader.next(); event != null; event = reader.next()) {
                events.add(event);
            }
        }
        return events;
    }

    private Answer run(String line) {
        return Answer.of(("trace " + line.replace("DIR", folder.toString())).split(" "));
    }

    private static void assertAnswer(Answer answer, String... words) {
        assertEquals(0, answer.code(), answer.err());
        for (String word : words) {
            assertTrue(answer.out().contains(word), answer.out());
        }
        assertFalse(answer.out().contains("\u001b"), answer.out());
    }

    @Test
    void shouldListProcessesAndWhatCannotBeRead() throws IOException {
        Files.writeString(path("junk.trace"), "no trace");
        TraceFileFixture ended = ended("1.trace");
        TraceFileFixture running = running("2.trace");
        Answer table = run("list --dir DIR");
        assertAnswer(table, "com.example.Main", "2023-11-14T22:13:20Z", ended.path().toString(),
                running.path().toString(), "not readable: ", "junk.trace");
        assertEquals(1 + 2 + 1, table.out().lines().count(), table.out());
        JsonNode json = MAPPER.readTree(run("list --dir DIR --format json").out());
        assertEquals(2, json.get("files").size());
        for (JsonNode file : json.get("files")) {
            boolean runs = file.get("file").textValue().endsWith("2.trace");
            assertEquals(runs ? "running" : "ended", file.get("state").textValue());
            assertEquals(runs ? ProcessHandle.current().pid() : TraceFileFixture.NO_PID,
                    file.get("pid").longValue());
            assertEquals(EVENTS + 10, file.get("recorded").longValue());
            assertTrue(file.get("size_bytes").longValue() > 0);
        }
        assertTrue(json.get("unreadable").get(0).get("reason").textValue().contains("junk.trace"));
    }

    @Test
    void shouldSayWhereItFoundNothing() {
        assertAnswer(run("list --dir DIR"), "no trace file in " + folder, "engram.trace.file=true");
        run("stats --dir DIR").isOneLineError(2, "no trace file in " + folder);
        run("stream --dir DIR --pid 7").isOneLineError(2, "no trace file of process 7 in " + folder);
        run("stream --dir DIR --wait 200ms").isOneLineError(2, "no trace file in " + folder);
    }

    @Test
    void shouldRemoveOnlyWhatNobodyHasUsedForADay() throws IOException {
        Path old = path("old.trace");
        Path read = path("read.trace");
        Path running = path("running.trace");
        Files.writeString(path("junk.trace"), "no trace");
        ended("old.trace");
        ended("read.trace");
        running("running.trace");
        try (TraceFile file = TraceFile.open(read)) {
            assertTrue(file.markRead(Instant.now()));
            Answer asked = run("list --dir DIR --prune");
            assertEquals(1, asked.code());
            assertTrue(asked.out().contains("would remove " + old), asked.out());
            assertTrue(asked.out().contains("give --yes"), asked.out());
            assertEquals(2, asked.out().lines().count(), asked.out());
            assertTrue(Files.exists(old));
            Answer removed = run("list --dir DIR --prune --yes");
            assertAnswer(removed, "removed " + old);
            assertEquals(1, removed.out().lines().count(), removed.out());
            assertFalse(Files.exists(old));
            assertTrue(Files.exists(read) && Files.exists(running) && Files.exists(path("junk.trace")));
            assertAnswer(run("list --dir DIR --prune --yes"), "nothing to remove");
        }
    }

    @Test
    void shouldExportWhatIsInTheRings() throws IOException {
        TraceFileFixture fixture = ended("1.trace");
        Answer lines = run("export --dir DIR --output DIR/all.ndjson");
        assertAnswer(lines, "50 events written to");
        assertEquals(expected(), read(path("all.ndjson")));
        assertAnswer(run("export --file " + fixture.path() + " --format json --output DIR/all.json"));
        assertEquals(expected(), read(path("all.json")));
        JsonNode document = MAPPER.readTree(path("all.json").toFile());
        assertEquals("memory-model", document.get("resource").get("service.name").textValue());
        assertEquals("1.2=3", document.get("resource").get("service.version").textValue());
        assertEquals(Long.toString(TraceFileFixture.NO_PID),
                document.get("resource").get("process.pid").textValue());
        assertFalse(document.get("resource").get("service.instance.id").textValue().isEmpty());
        assertEquals(10 + 3, document.get("accounts").get("priming").get("recorded").intValue());
        assertEquals(50, document.get("accounts").findValues("recorded").stream().mapToInt(JsonNode::intValue).sum());
    }

    @Test
    void shouldExportOnlyWhatIsChosen() throws IOException {
        TraceFileFixture fixture = ended("1.trace");
        assertAnswer(run("export --file " + fixture.path() + " --type priming,false_memory --correlation "
                + Long.toUnsignedString(~4L) + ",0x" + Long.toHexString(~5L) + "," + Long.toUnsignedString(~1_003L)
                + " --output DIR/some.ndjson"));
        assertEquals(expected().stream().filter(event -> List.of(4L, 1_003L).contains(KeyedEvents.key(event)))
                .toList(), read(path("some.ndjson")));
        assertAnswer(run("export --file " + fixture.path() + " --time-range 1h --output DIR/none.ndjson"),
                "0 events written");
        assertAnswer(run("export --file " + fixture.path() + " --until 2023-11-14T22:13:20.000001020Z --output "
                + "DIR/early.ndjson"));
        assertEquals(expected().subList(0, 20), read(path("early.ndjson")));
    }

    @Test
    void shouldExportTheProcessForTraceViewers() throws IOException {
        TraceFileFixture fixture = ended("1.trace");
        assertAnswer(run("export --file " + fixture.path() + " --format chrome --output DIR/chrome.json"));
        JsonNode document = MAPPER.readTree(path("chrome.json").toFile());
        int slices = 0;
        for (JsonNode one : document.get("traceEvents")) {
            assertEquals(TraceFileFixture.NO_PID, one.get("pid").longValue());
            slices += one.get("ph").textValue().equals("X") ? 1 : 0;
        }
        assertEquals(EVENTS + 10, slices);
        assertEquals("memory-model", document.get("traceEvents").get(0).get("args").get("name").textValue());
    }

    @Test
    void shouldSendTheResourceOfTheProcessAndNotItsOwn() throws IOException {
        List<String> bodies = new ArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        TraceFileFixture fixture = ended("1.trace");
        try {
            assertAnswer(run("export --file " + fixture.path() + " --format loki --option encoding=json --option "
                    + "compression=none --endpoint http://127.0.0.1:" + server.getAddress().getPort()), "50 events sent to loki");
        } finally {
            server.stop(0);
        }
        String all = String.join("", bodies);
        assertTrue(all.contains("memory-model"), all);
        assertFalse(all.contains("unknown_service"), all);
    }

    @Test
    void shouldNoteThatAllWasRead() throws IOException {
        Instant before = Instant.now();
        TraceFileFixture fixture = ended("1.trace");
        try (TraceFile file = TraceFile.open(fixture.path())) {
            run("export --file " + fixture.path() + " --output /no/such/folder").isOneLineError(2, "/no/such");
            assertTrue(file.stats().lastRead().isEmpty());
            assertAnswer(run("export --file " + fixture.path() + " --output DIR/all.ndjson"));
            assertFalse(file.stats().lastRead().orElseThrow().isBefore(before));
        }
    }

    @Test
    void shouldTakeTheOneThatRuns() throws IOException {
        ended("1.trace");
        running("2.trace");
        assertAnswer(run("stats --dir DIR --interval 10ms"),
                "process " + ProcessHandle.current().pid() + " (com.example.Main), running");
        assertAnswer(run("stats --dir DIR --pid " + TraceFileFixture.NO_PID), "ended");
    }

    @ParameterizedTest
    @ValueSource(strings = {"export", "stream", "stats", "config"})
    void shouldListSeveralCandidates(String command) throws IOException {
        TraceFileFixture first = running("1.trace");
        TraceFileFixture second = running("1-2.trace");
        Answer answer = run(command + " --dir DIR");
        assertEquals(2, answer.code());
        List<String> lines = answer.err().lines().toList();
        assertEquals(3, lines.size(), answer.err());
        assertTrue(lines.getFirst().startsWith("engram: 2 trace files in " + folder + ": give --file"), answer.err());
        assertTrue(answer.err().contains(" running com.example.Main " + first.path() + "\n"), answer.err());
        assertTrue(answer.err().contains(" running com.example.Main " + second.path() + "\n"), answer.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            stats --file DIR/missing.trace                       | missing.trace
            stats --file DIR                                     | regular file
            stats --file DIR/junk.trace                          | junk.trace
            export --file DIR/junk.trace                         | junk.trace
            stream --file DIR/junk.trace                         | junk.trace
            config --file DIR/junk.trace                         | junk.trace
            stats --file DIR/good.trace --pid 7                  | leave out --pid
            stats --file DIR/good.trace --dir DIR                | leave out --dir
            stats --pid many                                     | '--pid'
            stats --file DIR/good.trace --type priming           | choose events of --input
            stats --file DIR/good.trace --interval 1ms           | --interval 1ms is too short
            stats --file DIR/good.trace --input x                | leave out
            stats --input x --watch                              | leave out --watch
            export --file DIR/good.trace --input x               | leave out
            export --file DIR/good.trace --format otlp --output x | goes to a server
            stream --file DIR/good.trace --format otlp           | '--format'
            stream --file DIR/good.trace --since 2026-01-01T00:00:00Z | Unknown option
            config --file DIR/good.trace --enable dream          | event type 'dream' is unknown
            config --file DIR/good.trace --sample-rate 2         | is not a sample rate
            config --file DIR/off.trace --sample-rate 0.5        | no event type is on
            list --yes                                           | --prune
            list --prune --format json                           | --format
            """)
    void shouldAnswerWrongInputByOneLineAndExitCode2(String line, String words) throws IOException {
        Files.writeString(path("junk.trace"), "x".repeat(20_000));
        ended("good.trace");
        TraceFileFixture off = ended("off.trace");
        for (EventType type : EventType.values()) {
            off.setSwitch(type, SamplingWord.DISABLED);
        }
        run(line).isOneLineError(2, words);
    }

    @Test
    void shouldSayThatAFileIsNotReady() throws IOException {
        TraceFileFixture fixture = new TraceFileFixture(path("7.trace"), 8, 1);
        fixtures.add(fixture);
        run("stats --file " + fixture.path()).isOneLineError(2, "7.trace");
        Answer answer = run("stats --dir DIR --pid 7");
        assertEquals(2, answer.code());
        assertTrue(answer.err().contains("no trace file of process 7"), answer.err());
        assertEquals(2, answer.err().lines().filter(line -> line.contains("7")).count(), answer.err());
    }

    @Test
    void shouldSumUpAProcessThatHasEnded() throws IOException {
        TraceFileFixture fixture = ended("1.trace");
        Answer table = run("stats --file " + fixture.path());
        assertAnswer(table, "ended", "priming", "evil ?[2J worker", "50");
        JsonNode json = MAPPER.readTree(run("stats --format json --file " + fixture.path()).out());
        assertEquals("ended", json.get("state").textValue());
        assertFalse(json.get("types").get("priming").has("recorded_per_second"));
        assertEquals(10 + 3, json.get("types").get("priming").get("recorded").intValue());
        assertTrue(json.get("types").get("priming").get("enabled").booleanValue());
        assertEquals(2, json.get("threads").size());
        assertEquals("main", json.get("threads").get(0).get("name").textValue());
        assertEquals(EVENTS, json.get("threads").get(0).get("recorded").intValue());
        assertEquals(EVENTS / 64.0, json.get("threads").get(0).get("ring_fill").doubleValue());
    }

    @Test
    void shouldSumUpOnceWhatItIsToWatchAndHasEnded() throws IOException {
        TraceFileFixture fixture = running("1.trace");
        fixture.closeTracer();
        Answer answer = run("stats --format json --watch --file " + fixture.path());
        assertEquals(1, answer.out().lines().count(), answer.out());
        assertEquals("closed", MAPPER.readTree(answer.out()).get("state").textValue());
    }

    @Test
    void shouldShowWhatIsRecordedAndWithWhichConfiguration() throws IOException {
        TraceFileFixture fixture = ended("1.trace");
        assertAnswer(run("config --file " + fixture.path()), "priming          on, sample rate 1",
                "  engram.trace=development\n", "  engram.trace.output=");
        Answer changed = run("config --disable priming --file " + fixture.path());
        changed.isOneLineError(1, "has ended");
    }

    @Test
    void shouldChangeWhatIsRecorded() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        TraceFileFixture fixture = running("1.trace");
        CompletableFuture<Void> keeper = CompletableFuture.runAsync(() -> {
            while (!stop.get()) {
                fixture.follow();
                LockSupport.parkNanos(1_000_000);
            }
        });
        Answer answer = run("config --file " + fixture.path() + " --disable interference,false_memory "
                + "--sample-rate priming=0.25 --timeout 60s");
        stop.set(true);
        keeper.get(60, TimeUnit.SECONDS);
        assertAnswer(answer, "type             before             after\n",
                "priming          on, sample rate 1  on, sample rate 0.25\n",
                "interference     on, sample rate 1  off\n", "reconsolidation  on, sample rate 1  on, sample rate 1\n",
                "false_memory     on, sample rate 1  off\n");
    }

    @Test
    void shouldFailIfTheProcessDoesNotFollow() throws IOException {
        TraceFileFixture fixture = running("1.trace");
        run("config --enable all --timeout 50ms --file " + fixture.path())
                .isOneLineError(1, Long.toString(ProcessHandle.current().pid()));
    }

    @Test
    void shouldLookIntoATracerOfThisProcess() throws IOException, InterruptedException, ExecutionException,
            TimeoutException {
        Path traces = path("traces");
        TracingConfig config = TracingConfig.development().toBuilder().formats().traceFileFolder(traces).build();
        try (CognitiveTracer tracer = CognitiveTracer.start(config)) {
            for (int i = 0; i < 100; i++) {
                tracer.tracePriming(i + 1, PrimingType.SEMANTIC, 0.5f, i, -i);
            }
            Path file = tracer.traceFile().orElseThrow();
            assertAnswer(run("list --dir DIR/traces"), "running", file.toString());
            assertAnswer(run("config --file " + file + " --timeout 60s --disable priming"),
                    "priming          on, sample rate 1  off\n");
            tracer.tracePriming(PrimingType.SEMANTIC, 0.5f, 1, 1);
            assertAnswer(run("export --file " + file + " --output DIR/live.ndjson"), "100 events written");
            List<CognitiveEvent> events = read(path("live.ndjson"));
            for (int i = 0; i < 100; i++) {
                assertEquals(i + 1, events.get(i).correlationId());
                assertEquals(i, events.get(i).position());
            }
        }
    }
}
