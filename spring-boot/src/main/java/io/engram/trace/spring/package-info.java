// SPDX-License-Identifier: Apache-2.0
/** A tracer as a bean of Spring Boot applications. */
package io.engram.trace.spring;
