package io.engram.trace.cli;

/** What the command line names cannot be used: a file that is not there or not ours. Its message is one line. */
final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
