// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/** Shows sessions in JMX, where the JVM has it; without, nothing of JMX is loaded. */
final class Jmx {
    private static final String MODULE = "java.management";
    private static final AtomicBoolean WARNED = new AtomicBoolean();

    private Jmx() {
    }

    /** Shows a session; returns what ends it, or null if it is not shown. Never throws. */
    static Runnable show(Session session) {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return null;
        }
        try {
            return JmxRegistration.of(new ManagedTracer(session))::end;
        } catch (Exception | LinkageError e) {
            // Whatever a server of the application's choice throws: no reason not to trace.
            if (WARNED.compareAndSet(false, true)) {
                System.getLogger("io.engram.trace").log(Level.WARNING, "Tracers are not shown in JMX (" + e
                        + "; logged once): set engram.trace.jmx=false if they need not be");
            }
            return null;
        }
    }
}
