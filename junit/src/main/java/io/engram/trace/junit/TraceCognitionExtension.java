// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.junit;

import io.engram.trace.core.CognitiveTracer;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What {@link TraceCognition} does: starts a tracer before each test, hands it and its events to the test's methods,
 * and closes it after the test.
 *
 * <p>Guarantees: tests that run in parallel share nothing.
 */
public final class TraceCognitionExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(TraceCognitionExtension.class);

    /** Made by JUnit. */
    public TraceCognitionExtension() {
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (CognitiveTracer.isSwitchedOff()) {
            throw new ExtensionConfigurationException(
                    "with -Dengram.trace=off no test can see events: run tests of @TraceCognition without it");
        }
        context.getStore(NAMESPACE).put(TracedTest.class, new TracedTest(nearest(context)));
    }

    private static TraceCognition nearest(ExtensionContext context) {
        Optional<ExtensionContext> at = Optional.of(context);
        while (at.isPresent()) {
            Optional<TraceCognition> found =
                    AnnotationSupport.findAnnotation(at.get().getElement(), TraceCognition.class);
            if (found.isPresent()) {
                return found.get();
            }
            at = at.get().getParent();
        }
        throw new ExtensionConfigurationException("neither " + context.getDisplayName()
                + " nor a class around it is annotated: use @TraceCognition in place of the extension");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TracedTest test = context.getStore(NAMESPACE).remove(TracedTest.class, TracedTest.class);
        if (test != null) {
            test.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        // Before the test there is no tracer: constructors and methods that stand for all tests get none.
        return context.getTestMethod().isPresent() && (type == CognitiveTracer.class || type == RecordedEvents.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TracedTest test = context.getStore(NAMESPACE).get(TracedTest.class, TracedTest.class);
        return parameter.getParameter().getType() == CognitiveTracer.class ? test.tracer() : test.events();
    }
}
