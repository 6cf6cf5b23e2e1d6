// SPDX-License-Identifier: Apache-2.0
/** Where every byte of a record, a ring and a trace lies, each stated once as a {@code StructLayout}. */
package io.engram.trace.memlayout.layout;
