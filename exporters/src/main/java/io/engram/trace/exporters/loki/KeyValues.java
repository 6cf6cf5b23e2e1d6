package io.engram.trace.exporters.loki;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code name=value,name=value}. Values may be secret and are never repeated. */
final class KeyValues {
    private KeyValues() {
    }

    /**
     * Reads pairs.
     *
     * @param text pairs; blanks around names and values do not count
     * @return in their order
     * @throws IllegalArgumentException if there is one without a name or {@code =}, or a name twice
     */
    static Map<String, String> parse(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (text.isBlank()) {
            return pairs;
        }
        int number = 0;
        for (String pair : text.split(",", -1)) {
            number++;
            int equals = pair.indexOf('=');
            String name = equals < 0 ? "" : pair.substring(0, equals).strip();
            if (name.isEmpty()) {
                throw new IllegalArgumentException("pair " + number + " has no name and '=': give name=value,…");
            }
            if (pairs.put(name, pair.substring(equals + 1).strip()) != null) {
                throw new IllegalArgumentException("'" + name + "' stands twice: give it once");
            }
        }
        return pairs;
    }
}
