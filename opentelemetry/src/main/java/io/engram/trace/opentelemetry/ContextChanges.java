// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.opentelemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.ImplicitContextKeyed;
import io.opentelemetry.context.Scope;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Tells of each change of the current context, in the thread whose context it is.
 *
 * <p><b>Guarantees.</b> What OpenTelemetry's storage does, it still does. <b>Who owns the memory.</b> A watcher is held
 * until it is ended.
 */
final class ContextChanges {
    private static final List<Runnable> WATCHERS = new CopyOnWriteArrayList<>();

    private ContextChanges() {
    }

    // A class is initialised once.
    private static final class Installed {
        static {
            ContextStorage.addWrapper(Telling::new);
            if (!isTold()) {
                System.getLogger("io.engram.trace").log(Level.WARNING, "Events carry only the span within which their "
                        + "thread recorded first: OpenTelemetry's context was used before. Start the tracer earlier, or "
                        + "call OpenTelemetrySpans.install() at the beginning of main");
            }
        }

        static void initialize() {
            // Being called is all.
        }

        private static boolean isTold() {
            boolean[] told = {false};
            Runnable probe = () -> told[0] = true;
            WATCHERS.add(probe);
            // Any other than the current one: storages do nothing for that.
            Context.current().with(new Probe()).makeCurrent().close();
            WATCHERS.remove(probe);
            return told[0];
        }
    }

    /** Makes a context that differs from all others and holds nothing more. */
    private record Probe() implements ImplicitContextKeyed {
        private static final ContextKey<Probe> KEY = ContextKey.named("io.engram.trace.probe");

        @Override
        public Context storeInContext(Context context) {
            return context.with(KEY, this);
        }
    }

    static void install() {
        Installed.initialize();
    }

    /** Lets a watcher know; returns what ends it. */
    static Runnable watch(Runnable watcher) {
        WATCHERS.add(watcher);
        return () -> WATCHERS.remove(watcher);
    }

    private static void tell() {
        WATCHERS.forEach(Runnable::run);
    }

    /** The storage that OpenTelemetry would have without us, and a word about each change. */
    private record Telling(ContextStorage storage) implements ContextStorage {
        @Override
        public Scope attach(Context toAttach) {
            Scope scope = storage.attach(toAttach);
            tell();
            return () -> {
                scope.close();
                tell();
            };
        }

        @Override
        public Context current() {
            return storage.current();
        }

        @Override
        public Context root() {
            return storage.root();
        }
    }
}
