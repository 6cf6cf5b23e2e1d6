// SPDX-License-Identifier: Apache-2.0
/** Stress tests of a whole tracer whose rings the test drains, each of one property: any other outcome is forbidden. */
package io.engram.trace.jcstress.tracer;
