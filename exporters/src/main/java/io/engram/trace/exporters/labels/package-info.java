// SPDX-License-Identifier: Apache-2.0
/** Words for node ids. */
package io.engram.trace.exporters.labels;
