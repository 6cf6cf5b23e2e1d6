// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets Spring Boot say in the tracer's one line why the application did not start, in place of a stack trace. */
final class BadSettingsAnalyzer extends AbstractFailureAnalyzer<BadSettingsException> {
    /** Made by Spring Boot. */
    BadSettingsAnalyzer() {
    }

    @Override
    protected FailureAnalysis analyze(Throwable failure, BadSettingsException cause) {
        // The line says what to do as well.
        return new FailureAnalysis(cause.getMessage(), null, failure);
    }
}
