// SPDX-License-Identifier: Apache-2.0
/** Bytes, and what is written into them without garbage. */
package io.engram.trace.exporters.encode;
