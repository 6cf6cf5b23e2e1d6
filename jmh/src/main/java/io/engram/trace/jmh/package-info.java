// SPDX-License-Identifier: Apache-2.0
/** Benchmarks of recording, draining and encoding. */
package io.engram.trace.jmh;
