/**
 * The demonstration: two collections of made-up contracts and support tickets, written from a small grammar with a fixed
 * seed.
 *
 * <p>{@link io.docket.web.demo.DemoFiles} makes the same files, byte for byte, on every machine and every run. The texts
 * share boilerplate, borrow from their neighbours and often have titles that say nothing, so that telling the types apart
 * is a real task for a classifier. The grammar lies in {@code resources/demo}; {@link io.docket.web.demo.PhraseBook}
 * explains its notation.
 */
package io.docket.web.demo;
