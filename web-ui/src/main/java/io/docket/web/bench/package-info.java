/** Benchmarks that need the index and the base model together. */
package io.docket.web.bench;
