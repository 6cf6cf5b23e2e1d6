// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.docs;

/**
 * A fenced block of a page.
 *
 * @param page path from the project's folder
 * @param line of the first line within the fence, from 1
 * @param language what stands behind the opening fence, may be empty
 * @param note comment on the line above the fence, without its marks; empty if there is none
 * @param text what is between the fences
 */
record Snippet(String page, int line, String language, String note, String text) {
    /** Where it is, as editors and terminals understand. */
    String place() {
        return page + ":" + line;
    }

    @Override
    public String toString() {
        return place();
    }
}
