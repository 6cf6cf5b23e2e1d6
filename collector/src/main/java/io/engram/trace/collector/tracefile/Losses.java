// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.core.spi.TracedThread;

/** Is told the records that do not become events. */
interface Losses {
    /** One was overwritten before it was read. */
    void overwritten(TracedThread thread);

    /** One has a type, subtype or rate that this version does not know. */
    void undecodable(TracedThread thread);
}
