// SPDX-License-Identifier: Apache-2.0
/** Files that are whole or not there, and files that grow and are rotated. */
package io.engram.trace.exporters.file;
