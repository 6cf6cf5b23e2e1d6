// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.spring;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.config.TracingConfig;
import java.util.Properties;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Makes a {@link TracingConfig} of the properties {@code engram.trace.*} and starts a {@link CognitiveTracer} by it,
 * each unless the application has one of its own. The tracer is closed with the context, after the beans that use it.
 *
 * <p>Keys and values are those of {@link TracingConfig#fromProperties}; dashes, dots and case do not matter where the
 * key is one of {@link TracingConfig#keys}. Whatever is wrong ends the start with a line that says so.
 *
 * <p>The JVM's end does not close the tracer, since Spring does, later, when nothing uses it any more; an application
 * whose context is not closed then gives {@code engram.trace.shutdown-timeout}.
 */
@AutoConfiguration
public class EngramTraceAutoConfiguration {
    private static final String SHUTDOWN_TIMEOUT = "engram.trace.shutdown-timeout";

    /** Made by Spring. */
    public EngramTraceAutoConfiguration() {
    }

    /**
     * The configuration that the properties describe.
     *
     * @param environment where they are
     * @return configuration
     * @throws IllegalArgumentException if a key is unknown or a value bad
     */
    @Bean
    @ConditionalOnMissingBean
    public TracingConfig engramTracingConfig(Environment environment) {
        Properties settings = EnvironmentSettings.read(environment);
        settings.putIfAbsent(SHUTDOWN_TIMEOUT, "0s");
        return checked(() -> TracingConfig.fromProperties(settings));
    }

    /**
     * The tracer.
     *
     * @param config what to trace
     * @return tracer
     * @throws IllegalArgumentException if the configuration cannot be followed
     */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    public CognitiveTracer cognitiveTracer(TracingConfig config) {
        return checked(() -> CognitiveTracer.start(config));
    }

    private static <T> T checked(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new BadSettingsException(e);
        }
    }
}
