package io.engram.trace.cli;

/** The two forms of JSON. */
enum JsonForm {
    JSON,
    NDJSON;

    String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
