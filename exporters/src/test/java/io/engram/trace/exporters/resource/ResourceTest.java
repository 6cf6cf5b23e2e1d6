// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

class ResourceTest {
    private static Map<String, String> of(String... environment) {
        Map<String, String> variables = environment.length == 2 ? Map.of(environment[0], environment[1])
                : Map.of(environment[0], environment[1], environment[2], environment[3]);
        return Resource.ofThisProcess(variables).attributes();
    }

    @Test
    void shouldTakeAttributesFromTheEnvironment() {
        Map<String, String> attributes = of("OTEL_RESOURCE_ATTRIBUTES",
                "deployment.environment.name=a%20b,service.name=memory,service.instance.id=7");
        assertEquals("a b", attributes.get("deployment.environment.name"));
        assertEquals("memory", attributes.get("service.name"));
        assertEquals("7", attributes.get("service.instance.id"));
    }

    @Test
    void shouldLetTheServiceNameWin() {
        assertEquals("wins", of("OTEL_RESOURCE_ATTRIBUTES", "service.name=loses", "OTEL_SERVICE_NAME", "wins")
                .get("service.name"));
    }

    @Test
    void shouldKnowBetterWhoItIs() {
        Map<String, String> attributes = of("OTEL_RESOURCE_ATTRIBUTES", "process.pid=1,telemetry.sdk.name=x");
        assertEquals(Long.toString(ProcessHandle.current().pid()), attributes.get("process.pid"));
        assertEquals("engram-trace", attributes.get("telemetry.sdk.name"));
    }

    @Test
    void shouldNameTheServiceWhereNobodyDoes() {
        assertEquals("unknown_service:java", of("OTEL_RESOURCE_ATTRIBUTES", "service.name=", "OTEL_SERVICE_NAME", " ")
                .get("service.name"));
    }

    @Test
    void shouldFollowNothingOfAMalformedVariableAndSaySo() {
        Logger logger = Logger.getLogger("io.engram.trace.export");
        List<String> lines = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(new SimpleFormatter().formatMessage(line));
            }

            @Override
            public void flush() {
                // Nothing is held back.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        Map<String, String> attributes;
        try {
            attributes = of("OTEL_RESOURCE_ATTRIBUTES", "good=1,bad");
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        assertEquals(null, attributes.get("good"));
        assertEquals(List.of("OTEL_RESOURCE_ATTRIBUTES is not followed: entry 2 of 2 is not of the form key=value"),
                lines);
    }

    @Test
    void shouldNameTheInstanceAlikeForAllExporters() {
        String instance = Resource.ofThisProcess(Map.of()).attributes().get("service.instance.id");
        assertEquals(instance, Resource.ofThisProcess(Map.of("OTEL_SERVICE_NAME", "other")).attributes()
                .get("service.instance.id"));
    }
}
