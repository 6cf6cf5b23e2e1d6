// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

/** What a summary can be printed as. */
enum OutputForm {
    TABLE,
    JSON
}
