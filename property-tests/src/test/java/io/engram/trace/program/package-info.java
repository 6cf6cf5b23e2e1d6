// SPDX-License-Identifier: Apache-2.0
/** Random programs over one whole tracer with its collector and exporters, and books that tell what must hold. */
package io.engram.trace.program;
