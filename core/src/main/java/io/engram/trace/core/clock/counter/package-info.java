// SPDX-License-Identifier: Apache-2.0
/** The processor's counter, read by a few bytes of machine code where that is sound. */
package io.engram.trace.core.clock.counter;
