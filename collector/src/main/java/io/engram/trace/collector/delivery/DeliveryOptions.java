// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.delivery;

import io.engram.trace.core.config.TracingConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How hard to try to bring events to exporters.
 *
 * @param queueBytes heap that events waiting for one exporter may take, estimated, bytes
 * @param retryBackoff upper bound of the wait after the first attempt that failed
 * @param maxRetryBackoff upper bound of the wait between two attempts
 * @param spool folder of the disk spool, empty for none
 * @param spoolBytes largest spool of one exporter, bytes
 */
public record DeliveryOptions(long queueBytes, Duration retryBackoff, Duration maxRetryBackoff, Optional<Path> spool,
        long spoolBytes) {
    /**
     * What a configuration says.
     *
     * @param config the tracer's configuration
     * @return options
     */
    public static DeliveryOptions of(TracingConfig config) {
        return new DeliveryOptions(config.queueBytes(), config.retryBackoff(), config.maxRetryBackoff(),
                config.spool(), config.spoolBytes());
    }
}
