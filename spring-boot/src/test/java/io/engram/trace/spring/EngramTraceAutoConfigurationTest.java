// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.micrometer.EngramMeters;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

@Timeout(120)
class EngramTraceAutoConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
            AutoConfigurations.of(EngramTraceAutoConfiguration.class, EngramMetersAutoConfiguration.class));

    private static Set<Thread> tracersThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("engram")).collect(Collectors.toSet());
    }

    private void assertFails(String message, String... properties) {
        runner.withPropertyValues(properties).run(context -> {
            Throwable failure = context.getStartupFailure();
            assertTrue(failure != null, "it started");
            Throwable root = failure;
            while (!(root instanceof BadSettingsException)) {
                root = root.getCause();
            }
            assertEquals(message, root.getMessage());
            assertEquals(message, new BadSettingsAnalyzer().analyze(failure).getDescription());
        });
    }

    @Test
    void shouldTraceNothingAndStartNoThreadUnlessAsked() {
        Set<Thread> before = tracersThreads();
        runner.run(context -> {
            assertEquals(TracingConfig.disabled().toBuilder().shutdownTimeout(Duration.ZERO).build().toString(),
                    context.getBean(TracingConfig.class).toString());
            context.getBean(CognitiveTracer.class).tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
            assertEquals(0, context.getBean(CognitiveTracer.class).stats().rings());
            assertEquals(before, tracersThreads());
        });
        runner.withPropertyValues("engram.trace.preset=disabled").run(context -> {
            context.getBean(CognitiveTracer.class).tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
            assertEquals(before, tracersThreads());
        });
        assertEquals(before, tracersThreads());
    }

    @Test
    void shouldFollowThePropertiesAndCloseTheTracer() {
        AtomicReference<CognitiveTracer> tracer = new AtomicReference<>();
        runner.withPropertyValues("engram.trace.preset=development", "engram.trace.file=false",
                "engram.trace.export.format=none", "engram.trace.priming.sampleRate=0.5",
                "engram.trace.close.timeout=7s", "engram.trace.shutdown-timeout=3s").run(context -> {
                    TracingConfig config = context.getBean(TracingConfig.class);
                    assertEquals(0.5, config.sampleRate(EventType.PRIMING));
                    assertEquals(Duration.ofSeconds(7), config.closeTimeout());
                    assertEquals(Duration.ofSeconds(3), config.shutdownTimeout());
                    tracer.set(context.getBean(CognitiveTracer.class));
                });
        tracer.get().traceFalseMemory(1, 1, new long[0], 0);
        assertEquals(1, tracer.get().stats().of(EventType.FALSE_MEMORY).rejected().get(RejectReason.CLOSED));
    }

    @Test
    void shouldFailByTheTracersOwnLine() {
        assertFails("key 'engram.trace.priming.sample-rate': priming sample rate 2.0 is out of range: give 0.0 to 1.0",
                "engram.trace.priming.sampleRate=2");
        assertFails("key 'engram.trace.preset': preset 'prod' is unknown: give disabled, development or production",
                "engram.trace.preset=prod");
        assertFails("key 'engram.trace.ring.size' is unknown: give one of " + String.join(", ", TracingConfig.keys()),
                "engram.trace.ring.size=5");
        assertFails("no exporter for format 'jsno' was found: give one of json, log, loki, ndjson, otlp",
                "engram.trace.preset=development", "engram.trace.file=false", "engram.trace.export.format=jsno");
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {
        static final CognitiveTracer TRACER = CognitiveTracer.start(TracingConfig.disabled());

        @Bean
        CognitiveTracer own() {
            return TRACER;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Another {
        @Bean
        CognitiveTracer another(TracingConfig config) {
            return CognitiveTracer.start(config);
        }
    }

    @Test
    void shouldStandBackForTheApplicationsTracer() {
        runner.withUserConfiguration(Own.class).run(context -> {
            assertSame(Own.TRACER, context.getBean(CognitiveTracer.class));
            assertEquals(1, context.getBeansOfType(EngramMeters.class).size());
        });
    }

    @Test
    void shouldStandBackForTheApplicationsConfiguration() {
        TracingConfig own = TracingConfig.production().toBuilder().formats().build();
        runner.withBean("own", TracingConfig.class, () -> own).withPropertyValues("engram.trace.preset=nonsense")
                .run(context -> assertSame(own, context.getBean(TracingConfig.class)));
    }

    @Configuration(proxyBeanMethods = false)
    static class First {
        @Bean
        @Primary
        CognitiveTracer first(TracingConfig config) {
            return CognitiveTracer.start(config);
        }
    }

    @Test
    void shouldTellRegistriesOfTheFirstTracerAmongSeveral() {
        runner.withUserConfiguration(Own.class, First.class).run(context -> {
            assertEquals(2, context.getBeansOfType(CognitiveTracer.class).size());
            assertEquals(1, context.getBeansOfType(MeterBinder.class).size());
        });
    }

    @Test
    void shouldTellNoRegistryOfOneTracerAmongEquals() {
        runner.withUserConfiguration(Own.class, Another.class).run(context -> {
            assertEquals(new TreeSet<>(Set.of("own", "another")),
                    new TreeSet<>(context.getBeansOfType(CognitiveTracer.class).keySet()));
            assertEquals(Set.of(), context.getBeansOfType(MeterBinder.class).keySet());
        });
    }

    @Test
    void shouldDoWithoutMicrometer() {
        runner.withClassLoader(new FilteredClassLoader("io.micrometer")).run(context -> {
            assertInstanceOf(CognitiveTracer.class, context.getBean(CognitiveTracer.class));
            assertEquals(0, context.getBeanNamesForType(EngramMeters.class).length);
        });
    }
}
