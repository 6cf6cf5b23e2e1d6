// SPDX-License-Identifier: Apache-2.0
/** Drains rings, decodes, sorts and batches events, and hands them to exporters. */
package io.engram.trace.collector;
