// SPDX-License-Identifier: Apache-2.0
/** Files and folders that only the current user may use. */
package io.engram.trace.core.files;
