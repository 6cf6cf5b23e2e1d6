// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.spring;

/** What the tracer says of its settings; tells such errors from others of the application's start. */
final class BadSettingsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    BadSettingsException(IllegalArgumentException cause) {
        super(cause.getMessage(), cause);
    }
}
