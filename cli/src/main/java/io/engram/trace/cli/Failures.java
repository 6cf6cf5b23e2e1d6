// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Failures in words: one line, with what to do where that is known. */
final class Failures {
    private Failures() {
    }

    static String describe(Throwable failure) {
        return switch (failure) {
            case NoSuchFileException e -> e.getFile() + " does not exist";
            case AccessDeniedException e -> e.getFile() + " may not be accessed: check its permissions";
            case NotDirectoryException e -> e.getFile() + " is not a folder";
            case FileSystemException e -> e.getFile() + ": " + firstLine(e.getReason());
            case IllegalArgumentException e when e.getMessage() != null -> firstLine(e.getMessage());
            case BadInputException e -> firstLine(e.getMessage());
            default -> failure.getMessage() == null ? failure.getClass().getName() : firstLine(failure.getMessage());
        };
    }

    static String firstLine(String message) {
        return message == null ? "no reason was given" : message.lines().findFirst().orElse("");
    }
}
