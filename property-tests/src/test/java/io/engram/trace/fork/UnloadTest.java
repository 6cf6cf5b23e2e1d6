// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of a tracer outlives its class loader, closed or only forgotten, though threads that recorded live on. */
@Timeout(120)
class UnloadTest {
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    private Path folder;

    private static Set<String> tracerThreads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.startsWith("engram-trace-")).collect(Collectors.toSet());
    }

    private static boolean comesTrue(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + LONG_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            System.gc();
            Thread.sleep(10);
        }
        return true;
    }

    private static ClassLoader loader() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(path).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    // Leaves nothing of it on this thread's stack.
    private WeakReference<ClassLoader> load(ExecutorService lasting, boolean closes) throws Exception {
        // Left open: closing the tracer may need further classes.
        ClassLoader loader = loader();
        Class<?> tenantClass = loader.loadClass(Tenant.class.getName());
        assertTrue(tenantClass != Tenant.class);
        @SuppressWarnings("unchecked")
        UnaryOperator<Object> tenant = (UnaryOperator<Object>) tenantClass.getConstructor().newInstance();
        Object tracer = tenant.apply(folder);
        lasting.submit(() -> tenant.apply(tracer)).get();
        Thread.startVirtualThread(() -> tenant.apply(tracer)).join();
        assertEquals(3L, tenant.apply(tracer));
        assertTrue(tracerThreads().size() >= 3, () -> tracerThreads().toString());
        if (closes) {
            tenant.apply(new Object[] {tracer});
        }
        return new WeakReference<>(loader);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldLeaveNothingBehind(boolean closes) throws Exception {
        try (ExecutorService lasting = Executors.newSingleThreadExecutor()) {
            WeakReference<ClassLoader> loader = load(lasting, closes);
            assertTrue(comesTrue(() -> loader.refersTo(null)), "the class loader is still reachable");
            assertTrue(comesTrue(() -> tracerThreads().isEmpty()), () -> tracerThreads().toString());
            try (Stream<Path> files = Files.list(folder)) {
                assertEquals(List.of(), files.filter(file -> file.toString().endsWith(".trace")).toList());
            }
        }
    }
}
