// SPDX-License-Identifier: Apache-2.0
/** The path of an event from the trace call into the thread's ring. */
package io.engram.trace.core.recording;
