// SPDX-License-Identifier: Apache-2.0
/** The seam between the tracer and whatever collects what it recorded. */
package io.engram.trace.core.spi;
