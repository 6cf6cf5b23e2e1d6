// SPDX-License-Identifier: Apache-2.0
/** The memory of a tracer's head and rings, in a file or not. */
package io.engram.trace.core.memory;
