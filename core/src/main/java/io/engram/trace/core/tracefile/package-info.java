// SPDX-License-Identifier: Apache-2.0
/** Where trace files lie. */
package io.engram.trace.core.tracefile;
