// SPDX-License-Identifier: Apache-2.0
/** Events as JSON: a document or one event a line, written and read. */
package io.engram.trace.exporters.json;
