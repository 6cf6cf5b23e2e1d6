// SPDX-License-Identifier: Apache-2.0
/** Stress tests of both rings, each of one property: any other outcome is forbidden. */
package io.engram.trace.jcstress;
