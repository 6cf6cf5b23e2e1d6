// SPDX-License-Identifier: Apache-2.0
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The procedure of Roediger and McDermott (1995) with a memory of a few lines: each word of a list calls up the lure a
 * little, and what is active enough is given out as remembered, whether it was on the list or not. The strengths are
 * made up; the demo, {@code engram trace demo}, goes by published ones.
 *
 * <p>Argument: the file to write events to.
 */
public final class FalseMemory {
    private static final double THRESHOLD = 1.0;
    private static final Map<String, List<String>> LISTS = Map.of(
            "sleep", List.of("bed", "rest", "awake", "tired", "dream", "wake", "snooze", "blanket"),
            "chair", List.of("table", "sit", "legs", "seat", "couch", "desk", "recliner", "sofa"));

    private final CognitiveTracer tracer;
    private final Random random = new Random(1995);
    private final Map<String, Double> activations = new LinkedHashMap<>();
    private long trial;
    private int recalled;

    private FalseMemory(CognitiveTracer tracer) {
        this.tracer = tracer;
    }

    public static void main(String[] args) {
        var config = TracingConfig.development().toBuilder().traceFile(false)
                .formats("json").output(Path.of(args.length == 0 ? "false-memory.json" : args[0])).build();
        var tracer = CognitiveTracer.start(config);
        var memory = new FalseMemory(tracer);
        try (tracer) {
            for (int participant = 0; participant < 500; participant++) {
                for (String lure : List.of("chair", "sleep")) {
                    memory.studyAndRecall(LISTS.get(lure), lure);
                }
            }
        }
        var stats = tracer.stats();
        System.out.println("1000 lists, " + memory.recalled + " of 8000 words recalled");
        System.out.println(stats.of(EventType.FALSE_MEMORY).exported() + " lures recalled that were never shown");
        System.out.println(stats.total(one -> one.exported()) + " events written, "
                + stats.total(one -> one.lost()) + " lost");
    }

    private void studyAndRecall(List<String> words, String lure) {
        trial++;
        activations.clear();
        for (String word : words) {
            activations.put(word, 1.1 + 0.4 * random.nextGaussian());
            double spread = Math.max(0, 0.12 + 0.06 * random.nextGaussian());
            activations.merge(lure, spread, Double::sum);
            if (spread > 0.1) {
                tracer.tracePriming(trial, PrimingType.SEMANTIC, (float) -Math.expm1(-spread), id(word), id(lure));
            }
        }
        for (String word : words) {
            recall(word, words);
        }
        double margin = activations.get(lure) - THRESHOLD;
        if (margin > 0) {
            long[] sources = byActivation(words, lure);
            tracer.traceFalseMemory(trial, id(lure), (float) (1 / (1 + Math.exp(-margin))), sources, sources.length);
        }
    }

    private void recall(String word, List<String> words) {
        double own = activations.get(word);
        long[] rivals = byActivation(words.stream().filter(other -> activations.get(other) > own + 0.8).toList(), word);
        if (rivals.length > 0) {
            float share = (float) (rivals.length / (rivals.length + own));
            tracer.traceInterference(trial, InterferenceType.FAN, share, id(word), rivals, rivals.length);
        }
        if (own > THRESHOLD) {
            recalled++;
            float plasticity = (float) (1 / (1 + own));
            activations.merge(word, (double) plasticity, Double::sum);
            tracer.traceReconsolidation(trial, id(word), 0f, 1, 0b1, plasticity);
        }
    }

    /** Ids of words, the most active first. */
    private long[] byActivation(List<String> words, String except) {
        List<String> sorted = new ArrayList<>(words);
        sorted.remove(except);
        sorted.sort(Comparator.comparing(activations::get).reversed());
        return sorted.stream().mapToLong(FalseMemory::id).toArray();
    }

    private static long id(String word) {
        return word.hashCode() & 0xFFFF_FFFFL;
    }
}

// Prints:
// 1000 lists, 4830 of 8000 words recalled
// 400 lures recalled that were never shown
// 14151 events written, 0 lost
