// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives values numbers from 0, in the order in which they come first. */
final class Dictionary<T> {
    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> values = new ArrayList<>();

    int numberOf(T value) {
        Integer number = numbers.putIfAbsent(value, values.size());
        if (number != null) {
            return number;
        }
        values.add(value);
        return values.size() - 1;
    }

    /** All values, each in the place of its number. */
    List<T> values() {
        return values;
    }
}
