// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import java.util.List;

/** What the command line names cannot be used: a file that is not there or not ours. Its message is one line. */
final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> choices;

    BadInputException(String message, Throwable cause) {
        super(message, cause);
        this.choices = List.of();
    }

    /** With what could have been meant, one a line. */
    BadInputException(String message, List<String> choices) {
        super(message);
        this.choices = choices;
    }

    List<String> choices() {
        return choices == null ? List.of() : choices;
    }
}
