// SPDX-License-Identifier: Apache-2.0
/** What exporters to servers share: endpoints, headers and what TLS needs. */
package io.engram.trace.exporters.net;
