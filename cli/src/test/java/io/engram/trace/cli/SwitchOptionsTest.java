// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.tracefile.Switch;
import io.engram.trace.collector.tracefile.SwitchChange;
import io.engram.trace.collector.tracefile.Switches;
import io.engram.trace.core.EventType;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class SwitchOptionsTest {
    private static final Switches NOW = new Switches(Map.of(EventType.PRIMING, new Switch(true, 0.5),
            EventType.INTERFERENCE, new Switch(true, 1), EventType.RECONSOLIDATION, Switch.OFF,
            EventType.FALSE_MEMORY, Switch.OFF));

    @Command
    private static final class Holder {
        @Mixin
        private SwitchOptions options;
    }

    private static Map<EventType, SwitchChange> changes(String line) {
        Holder holder = new Holder();
        new CommandLine(holder).parseArgs(line.split(" "));
        return holder.options.changes(NOW);
    }

    @Test
    void shouldSwitchOnAndOff() {
        Map<EventType, SwitchChange> changes =
                changes("--enable false-memory,reconsolidation --disable priming --disable INTERFERENCE");
        assertSame(SwitchChange.ON, changes.get(EventType.FALSE_MEMORY));
        assertSame(SwitchChange.ON, changes.get(EventType.RECONSOLIDATION));
        assertSame(SwitchChange.OFF, changes.get(EventType.PRIMING));
        assertSame(SwitchChange.OFF, changes.get(EventType.INTERFERENCE));
        assertEquals(Set.of(EventType.values()), changes("--enable all").keySet());
    }

    @Test
    void shouldSetARateOfWhatIsOnOrComesOn() {
        assertEquals(Set.of(EventType.PRIMING, EventType.INTERFERENCE), changes("--sample-rate 0.1").keySet());
        assertEquals(Set.of(EventType.PRIMING, EventType.INTERFERENCE), changes("--sample-rate all=0.1").keySet());
        Map<EventType, SwitchChange> changes = changes("--sample-rate 1 --enable false_memory --disable priming");
        assertEquals(Set.of(EventType.PRIMING, EventType.INTERFERENCE, EventType.FALSE_MEMORY), changes.keySet());
        assertSame(SwitchChange.OFF, changes.get(EventType.PRIMING));
        assertTrue(changes.get(EventType.FALSE_MEMORY) != SwitchChange.ON);
        assertEquals(Set.of(EventType.PRIMING), changes("--sample-rate priming=0").keySet());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --sample-rate reconsolidation=0.5                    | reconsolidation is off: give --enable
            --sample-rate priming=0.5 --disable priming          | priming is off: give --enable
            --sample-rate 0.25 --disable all                     | no event type is on
            --enable priming --disable priming                   | --enable and --disable both name priming
            --enable all --disable priming                       | --enable and --disable both name priming
            --sample-rate 1.1                                    | '1.1' is not a sample rate: give 0.0 to 1.0
            --sample-rate -0.1                                   | '-0.1' is not a sample rate
            --sample-rate NaN                                    | 'NaN' is not a sample rate
            --sample-rate priming=                               | '' is not a sample rate
            --sample-rate priming=half                           | 'half' is not a sample rate
            --sample-rate dream=0.5                              | false_memory or all
            --enable dream                                       | event type 'dream' is unknown
            """)
    void shouldRefuse(String line, String words) {
        RuntimeException failure = assertThrows(RuntimeException.class, () -> changes(line));
        assertTrue(failure.getMessage().contains(words), failure.getMessage());
        assertEquals(1, failure.getMessage().lines().count());
    }
}
