// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock.counter;

import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The processor's counter of time.
 *
 * <p><b>Assumptions.</b> {@link #read} is only called where {@link #refusal} is null.
 *
 * <p><b>Guarantees.</b> Whether there is a counter is decided once, without a warning of the JVM's about native access.
 * Reads neither block nor allocate.
 *
 * <p><b>Progress.</b> Wait-free.
 *
 * <p><b>Who owns the memory.</b> The code's page is the process's until it ends.
 */
public final class CpuCounter {
    // A constant to the JIT compiler: the call becomes a plain one to the code's address.
    private static final MethodHandle READ;
    private static final String REFUSAL;

    static {
        MethodHandle read = null;
        String refusal = permission();
        if (refusal == null) {
            String architecture = System.getProperty("os.arch");
            refusal = CounterTrust.refusal(System.getProperty("os.name"), architecture, Path.of("/"));
            if (refusal == null) {
                try {
                    read = CodePage.link(CounterCode.of(architecture).bytes());
                } catch (Throwable e) {
                    // Also linkers that cannot link at run time, such as a native image's.
                    refusal = "its code could not be put into memory: " + e;
                }
            }
        }
        READ = read;
        REFUSAL = refusal;
    }

    private CpuCounter() {
    }

    // Asked first, because any restricted method called without it makes the JVM print a warning.
    private static String permission() {
        Module module = CpuCounter.class.getModule();
        return module.isNativeAccessEnabled() ? null : "native access is not granted: start the JVM with "
                + "--enable-native-access=" + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
    }

    /**
     * Why the counter cannot be read.
     *
     * @return the reason, or null if it can be
     */
    public static String refusal() {
        return REFUSAL;
    }

    /**
     * Reads the counter, in no order with the instructions around.
     *
     * @return ticks
     */
    public static long read() {
        try {
            return (long) READ.invokeExact();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("machine code threw an exception", e);
        }
    }
}
