// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.resource;

import io.engram.trace.exporters.net.KeyValueList;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
    // What all exporters of a process say of it must agree.
    private static final String INSTANCE_ID = UUID.randomUUID().toString();
    private static final Logger LOG = System.getLogger("io.engram.trace.export");
    private static final String SERVICE_VARIABLE = "OTEL_SERVICE_NAME";
    private static final String ATTRIBUTES_VARIABLE = "OTEL_RESOURCE_ATTRIBUTES";
    private static final String SERVICE_NAME = "service.name";
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
     * This process, with what the environment variables {@code OTEL_SERVICE_NAME} and {@code OTEL_RESOURCE_ATTRIBUTES}
     * say of it.
     *
     * @return attributes; the instance id is the same throughout this process
     */
    public static Resource ofThisProcess() {
        return ofThisProcess(System.getenv());
    }

    /**
     * This process, with what an environment says of it. What we know of the process and of ourselves wins over the
     * environment, but for the service: the environment names it, {@code OTEL_SERVICE_NAME} first.
     *
     * @param environment variables and values; a malformed {@code OTEL_RESOURCE_ATTRIBUTES} is logged and not followed
     * @return attributes; the instance id is the same throughout this process, unless the environment gives one
     */
    public static Resource ofThisProcess(Map<String, String> environment) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put(SERVICE_NAME, UNKNOWN_SERVICE);
        attributes.put("service.instance.id", INSTANCE_ID);
        attributes.putAll(ofVariable(environment.getOrDefault(ATTRIBUTES_VARIABLE, "")));
        String service = environment.getOrDefault(SERVICE_VARIABLE, "");
        if (!service.isBlank()) {
            attributes.put(SERVICE_NAME, service);
        } else if (attributes.get(SERVICE_NAME).isBlank()) {
            attributes.put(SERVICE_NAME, UNKNOWN_SERVICE);
        }
        attributes.put("process.pid", Long.toString(ProcessHandle.current().pid()));
        attributes.put("process.runtime.version", Runtime.version().toString());
        attributes.put("telemetry.sdk.name", "engram-trace");
        attributes.put("telemetry.sdk.language", "java");
        attributes.put("telemetry.sdk.version", Versions.CURRENT);
        return new Resource(attributes);
    }

    // As OpenTelemetry has it: all of it or nothing.
    private static Map<String, String> ofVariable(String list) {
        try {
            return KeyValueList.parse(list);
        } catch (IllegalArgumentException e) {
            LOG.log(Level.WARNING, "{0} is not followed: {1}", ATTRIBUTES_VARIABLE, e.getMessage());
            return Map.of();
        }
    }
}
