// SPDX-License-Identifier: Apache-2.0
/** Takes records out of rings and turns them into events. */
package io.engram.trace.collector.drain;
