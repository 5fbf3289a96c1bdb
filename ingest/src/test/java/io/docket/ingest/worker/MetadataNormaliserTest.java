package io.docket.ingest.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.ingest.DocumentMetadata;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.junit.jupiter.api.Test;

final class MetadataNormaliserTest {

    @Test
    void theBeginningOfAClockIsNoDate() {
        for (String beginning : List.of("1601-01-01T00:00:00Z", "1904-01-01T00:00:00Z", "1970-01-01T00:00:00Z")) {
            assertThat(dates(Instant.parse(beginning))).as(beginning).isEmpty();
        }
        Instant landing = Instant.parse("1969-07-20T20:17:40Z");
        assertThat(dates(landing)).containsExactly(landing, landing);
    }

    private static List<Instant> dates(Instant written) {
        Metadata metadata = new Metadata();
        metadata.set(TikaCoreProperties.CREATED, Date.from(written));
        metadata.set(TikaCoreProperties.MODIFIED, Date.from(written));
        DocumentMetadata normalised = MetadataNormaliser.normalise(metadata, "application/msword", Optional.empty());
        return Stream.of(normalised.created(), normalised.modified())
                .flatMap(Optional::stream)
                .toList();
    }
}
