// SPDX-License-Identifier: Apache-2.0
/** What is broken on purpose, so that its test must fail: it shows that the others could. */
package io.engram.trace.jcstress.broken;
