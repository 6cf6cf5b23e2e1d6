package io.engram.trace.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrmListsTest {
    @Test
    void shouldHoldThePublishedLists() {
        List<DrmList> lists = DrmLists.load();
        assertEquals(24, lists.size());
        assertEquals(24, lists.stream().map(DrmList::lure).distinct().count());
        DrmList sleep = lists.stream().filter(list -> list.lure().equals("sleep")).findFirst().orElseThrow();
        assertEquals(List.of("bed", "rest", "awake", "tired", "dream", "wake", "snooze", "blanket", "doze", "slumber",
                "snore", "nap", "peace", "yawn", "drowsy"), sleep.words());
    }

    @Test
    void shouldRefuseAListThatIsNotOne() {
        List<String> words = new ArrayList<>(DrmLists.load().getFirst().words());
        assertThrows(IllegalArgumentException.class, () -> new DrmList("lure", words.subList(0, 14)));
        assertThrows(IllegalArgumentException.class, () -> new DrmList(words.get(3), words));
        words.set(0, words.get(1));
        assertThrows(IllegalArgumentException.class, () -> new DrmList("lure", words));
    }

    @Test
    void shouldGiveEachWordItsOwnNode() {
        List<DrmList> lists = DrmLists.load();
        SemanticNetwork network = new SemanticNetwork(lists);
        Set<Long> ids = new HashSet<>();
        for (int node = 0; node < network.size(); node++) {
            assertTrue(ids.add(network.id(node)), "node " + node);
        }
        assertFalse(ids.contains(0L));
        Set<String> words = new HashSet<>();
        lists.forEach(list -> {
            words.add(list.lure());
            words.addAll(list.words());
        });
        assertEquals(words.size(), network.size());
    }

    @Test
    void shouldLinkEachWordToItsLureTheStrongerTheEarlier() {
        List<DrmList> lists = DrmLists.load();
        SemanticNetwork network = new SemanticNetwork(lists);
        for (DrmList list : lists) {
            double before = 1;
            for (String word : list.words()) {
                double strength = strength(network, network.node(word), network.node(list.lure()));
                assertTrue(strength < before && strength > 0, word + " to " + list.lure() + " is " + strength);
                before = strength;
            }
        }
    }

    private static double strength(SemanticNetwork network, int from, int to) {
        for (int link = 0; link < network.fan(from); link++) {
            if (network.target(from, link) == to) {
                return network.strength(from, link);
            }
        }
        return 0;
    }
}
