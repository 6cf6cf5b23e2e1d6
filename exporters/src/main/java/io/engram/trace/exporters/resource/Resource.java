package io.engram.trace.exporters.resource;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The attributes that describe this process, named as in OpenTelemetry's semantic conventions for resources.
 *
 * @param attributes names and values, in the order in which they are exported
 */
public record Resource(Map<String, String> attributes) {
    private static final String UNKNOWN_SERVICE = "unknown_service:java";

    /**
     * Makes the map immutable and keeps its order.
     *
     * @param attributes names and values
     */
    public Resource {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /**
     * This process; named by {@code OTEL_SERVICE_NAME} where it is set.
     *
     * @return attributes of a fresh instance id
     */
    public static Resource ofThisProcess() {
        String service = System.getenv("OTEL_SERVICE_NAME");
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("service.name", service == null || service.isBlank() ? UNKNOWN_SERVICE : service);
        attributes.put("service.instance.id", UUID.randomUUID().toString());
        attributes.put("process.pid", Long.toString(ProcessHandle.current().pid()));
        attributes.put("process.runtime.version", Runtime.version().toString());
        attributes.put("telemetry.sdk.name", "engram-trace");
        attributes.put("telemetry.sdk.language", "java");
        attributes.put("telemetry.sdk.version", Versions.CURRENT);
        return new Resource(attributes);
    }
}
