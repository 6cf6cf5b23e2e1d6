// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.spring;

import io.engram.trace.core.CognitiveTracer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** An application as they are, with one bean. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class TracedApplication {
    @Bean(destroyMethod = "forget")
    Memory memory(CognitiveTracer tracer) {
        return new Memory(tracer);
    }

    static ConfigurableApplicationContext start(String... arguments) {
        SpringApplication application = new SpringApplication(TracedApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        return application.run(arguments);
    }

    /** Ends without having closed the context. */
    public static void main(String[] arguments) {
        start(arguments).getBean(Memory.class).recall();
        System.exit(0);
    }
}
