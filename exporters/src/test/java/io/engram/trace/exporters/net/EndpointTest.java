// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "http://localhost:4317,   http://localhost:4317",
        "HTTPS://Collector:1/,    https://Collector:1",
        "http://collector,        http://collector:80",
        "https://collector,       https://collector:443",
        "collector:1,             https://collector:1",
        "collector,               https://collector:4317",
        "127.0.0.1:65535,         https://127.0.0.1:65535",
        "http://[::1]:4317,       http://[::1]:4317",
        "[fe80::1%eth0],          https://[fe80::1%eth0]:4317"})
    void shouldReadWhatPeopleWrite(String text, String url) {
        assertEquals(url, Endpoint.parse(text, true, 4317).toString());
    }

    @Test
    void shouldGoWithoutTlsWhereToldTo() {
        assertEquals(new Endpoint(false, "::1", 4317), Endpoint.parse("[::1]", false, 4317));
    }
}
