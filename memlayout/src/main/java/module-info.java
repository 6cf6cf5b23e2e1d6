// SPDX-License-Identifier: Apache-2.0
/** The layouts of record, ring and trace memory, and the ring's writer and reader. */
module io.engram.trace.memlayout {
    exports io.engram.trace.memlayout.layout;
    exports io.engram.trace.memlayout.ring;
}
