// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyValueListTest {
    @Test
    void shouldDecodeValuesAndKeepTheirOrder() {
        Map<String, String> values = KeyValueList.parse(" b = x%20y ,,a=1=2,c=,d=%E8%A8%98+ü, b=last");
        assertEquals(Map.of("b", "last", "a", "1=2", "c", "", "d", "記+ü"), values);
        assertEquals(List.of("b", "a", "c", "d"), List.copyOf(values.keySet()));
        assertEquals(Map.of(), KeyValueList.parse(""));
    }

    @Test
    void shouldNameThePlaceOfAMalformedEntry() {
        assertEquals("entry 2 of 3 is not of the form key=value",
                assertThrows(IllegalArgumentException.class, () -> KeyValueList.parse("a=1,=2,c=3")).getMessage());
    }
}
