/** Files and folders that only the current user may use. */
package io.engram.trace.core.files;
