package io.docket.web.upload;

/**
 * How far the first stage of an upload is. For uploads whose files were all announced, {@code announced = received + refused
 * + missing}.
 *
 * @param announced files that the sender said it would send; 0 when it did not say
 * @param announcedBytes their bytes
 * @param received files that were acknowledged
 * @param receivedBytes their bytes
 * @param refused files that could not be taken, each with its reason
 * @param missing announced files that neither came nor were refused
 * @param missingBytes their bytes
 * @param filesPerSecond acknowledged lately; 0 when none was
 * @param bytesPerSecond acknowledged lately
 */
public record Arrivals(
        long announced,
        long announcedBytes,
        long received,
        long receivedBytes,
        long refused,
        long missing,
        long missingBytes,
        double filesPerSecond,
        double bytesPerSecond) {}
