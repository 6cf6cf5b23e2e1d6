// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ResourceLinesTest {
    private static Map<String, String> read(String lines) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(lines));
        Map<String, String> map = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        return map;
    }

    @Test
    void shouldBeReadAsProperties() throws IOException {
        Map<String, String> resource =
                Map.of("service.name", "a=b", "#key with : ", " \n\r\t\\ü", "!", "", "empty", "");
        assertEquals(resource, read(ResourceLines.of(resource)));
        assertEquals("a=1\nb=2\n", ResourceLines.of(Map.of("b", "2", "a", "1")));
        assertEquals("", ResourceLines.of(Map.of()));
    }

    @Test
    void shouldLeaveOutWhatDoesNotFitAsAWhole() throws IOException {
        // "a=" and the line's end make 3: all of the 3,576 bytes are taken.
        String fits = "ü".repeat(1_786) + "x";
        assertEquals(3_573, fits.getBytes(StandardCharsets.UTF_8).length);
        assertEquals(Map.of("a", fits), read(ResourceLines.of(Map.of("a", fits))));
        assertEquals("", ResourceLines.of(Map.of("a", fits + "x")));
        assertEquals(Map.of("a", "1", "c", "3"), read(ResourceLines.of(Map.of("a", "1", "b", fits, "c", "3"))));
    }
}
