// SPDX-License-Identifier: Apache-2.0
/** Tests with a tracer of their own, and what they expect of its events. */
package io.engram.trace.junit;
