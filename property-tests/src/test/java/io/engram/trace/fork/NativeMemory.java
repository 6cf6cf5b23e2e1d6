// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.fork;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** What native memory tracking says of this JVM; it needs {@code -XX:NativeMemoryTracking=summary}. */
final class NativeMemory {
    // Memory that Java code takes through Unsafe, arenas among it.
    private static final Pattern OTHER = Pattern.compile("Other \\(reserved=(\\d+), committed=(\\d+)\\)");

    private NativeMemory() {
    }

    static long otherBytes() {
        try {
            String summary = (String) ManagementFactory.getPlatformMBeanServer().invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"), "vmNativeMemory",
                    new Object[] {new String[] {"summary", "scale=b"}}, new String[] {String[].class.getName()});
            Matcher matcher = OTHER.matcher(summary);
            // A category without memory is not listed.
            return matcher.find() ? Long.parseLong(matcher.group(2)) : 0;
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same, when collecting garbage has brought it down to {@code expected} or below, or after ten seconds of trying. */
    static long otherBytesAfterCollection(long expected) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        long bytes;
        do {
            System.gc();
            // The memory is freed by the JDK's cleaner thread, some time after the collection.
            TimeUnit.MILLISECONDS.sleep(20);
            bytes = otherBytes();
        } while (bytes > expected && System.nanoTime() < deadline);
        return bytes;
    }
}
