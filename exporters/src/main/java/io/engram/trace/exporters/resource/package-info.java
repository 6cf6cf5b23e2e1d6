// SPDX-License-Identifier: Apache-2.0
/** Who exports: the attributes that describe this process. */
package io.engram.trace.exporters.resource;
