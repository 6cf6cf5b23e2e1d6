// SPDX-License-Identifier: Apache-2.0
/** What applications call: the tracer and the types of events. */
package io.engram.trace.core;
