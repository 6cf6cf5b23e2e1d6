// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.keeper;

import io.engram.trace.core.EventType;
import io.engram.trace.memlayout.layout.ControlBlock;
import io.engram.trace.memlayout.layout.SamplingWord;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What another process asks for an event type.
 *
 * @param type event type
 * @param enabled whether it is to be traced
 * @param rate at which rate, 0.0 to 1.0; empty for the one that it has
 */
public record RequestedSwitch(EventType type, boolean enabled, OptionalDouble rate) {
    /** Reads a request's words; those that make no sense ask for nothing. Its number was read before, with acquire. */
    static List<RequestedSwitch> read(MemorySegment head) {
        List<RequestedSwitch> switches = new ArrayList<>();
        for (EventType type : EventType.values()) {
            long word = ControlBlock.requested(head, type.code());
            if (word == SamplingWord.DISABLED) {
                switches.add(new RequestedSwitch(type, false, OptionalDouble.empty()));
            } else if (word == ControlBlock.ON) {
                switches.add(new RequestedSwitch(type, true, OptionalDouble.empty()));
            } else if (word >= 0 && SamplingWord.rate(word) <= 1.0) {
                // NaN fails the comparison; UNCHANGED and whatever else is negative asks for nothing.
                switches.add(new RequestedSwitch(type, true, OptionalDouble.of(SamplingWord.rate(word))));
            }
        }
        return switches;
    }
}
