// SPDX-License-Identifier: Apache-2.0
/** The engram command. */
module io.engram.trace.cli {
    requires com.fasterxml.jackson.core;
    requires info.picocli;
    requires io.engram.trace.exporters;
    requires java.logging;

    uses io.engram.trace.collector.export.EventExporterProvider;

    // picocli sets annotated fields by reflection.
    opens io.engram.trace.cli to info.picocli;
}
