// SPDX-License-Identifier: Apache-2.0
/** Chains of events as documents for programs, and as graphs for Graphviz and Mermaid. */
package io.engram.trace.exporters.chains;
