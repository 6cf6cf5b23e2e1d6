// SPDX-License-Identifier: Apache-2.0
/** What an exporter implements and is given. */
package io.engram.trace.collector.export;
