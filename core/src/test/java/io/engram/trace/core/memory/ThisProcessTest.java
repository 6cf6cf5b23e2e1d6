// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThisProcessTest {
    @ParameterizedTest
    @CsvSource({"org.some.Main --password=S3CRET, org.some.Main", "app.jar, app.jar",
            "' m/org.some.Main\tS3CRET', m/org.some.Main",
            "'', /usr/bin/java", "' ', /usr/bin/java"})
    void shouldTellTheMainClassWithoutArguments(String command, String expected) {
        assertEquals(expected, ThisProcess.mainClass(command, "/usr/bin/java"));
    }
}
