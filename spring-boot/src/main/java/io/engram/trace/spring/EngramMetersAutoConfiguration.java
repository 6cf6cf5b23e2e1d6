// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.spring;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.micrometer.EngramMeters;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** Makes {@link EngramMeters} of the tracer where Micrometer is there; Spring Boot binds them to its registries. */
@AutoConfiguration(after = EngramTraceAutoConfiguration.class)
@ConditionalOnClass({EngramMeters.class, MeterBinder.class})
public class EngramMetersAutoConfiguration {
    /** Made by Spring. */
    public EngramMetersAutoConfiguration() {
    }

    /**
     * The tracer's meters.
     *
     * @param tracer the only one, or the primary one
     * @return meters
     */
    // Not closed: registries that send tell the last figures when they are closed themselves.
    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    @ConditionalOnSingleCandidate(CognitiveTracer.class)
    public EngramMeters engramMeters(CognitiveTracer tracer) {
        return new EngramMeters(tracer);
    }
}
