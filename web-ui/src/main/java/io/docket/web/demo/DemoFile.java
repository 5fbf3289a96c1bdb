package io.docket.web.demo;

import java.util.Optional;

/**
 * A file of the demonstration.
 *
 * @param path where it lies in its collection, with forward slashes
 * @param content the bytes; not copied, so neither side may change them
 * @param type the category it was written for; absent for archives, for hard cases, and for files that
 *     cannot be read
 */
public record DemoFile(String path, byte[] content, Optional<String> type) {}
