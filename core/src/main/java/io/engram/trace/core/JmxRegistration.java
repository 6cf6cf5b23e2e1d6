// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core;

import io.engram.trace.core.management.CognitiveTracerMXBean;
import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * A bean's entry in the platform's MBean server.
 *
 * <p>Who owns the memory: the server keeps the bean, and all that it refers to, until {@link #end}.
 */
final class JmxRegistration {
    private static final String NAME = "io.engram.trace:type=CognitiveTracer,name=";
    // More tracers than any JVM has; a server that calls every name taken must not keep the tracer from starting.
    private static final int LAST_NUMBER = 10_000;

    private final MBeanServer server;
    private final ObjectName name;

    private JmxRegistration(MBeanServer server, ObjectName name) {
        this.server = server;
        this.name = name;
    }

    static JmxRegistration of(CognitiveTracerMXBean bean) throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (int number = 1;; number++) {
            ObjectName name = new ObjectName(NAME + number);
            try {
                server.registerMBean(bean, name);
                return new JmxRegistration(server, name);
            } catch (InstanceAlreadyExistsException e) {
                // Another tracer's, maybe of another class loader: only the server knows of all.
                if (number == LAST_NUMBER) {
                    throw e;
                }
            }
        }
    }

    void end() {
        try {
            server.unregisterMBean(name);
        } catch (JMException | RuntimeException e) {
            // Somebody else has unregistered it: it is gone, which is all that is wanted.
        }
    }
}
