package io.docket.ingest.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.ingest.mail.MailThreads.Headers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MailThreadsTest {

    @Test
    void repliesJoinEvenWhenTheMailBetweenThemIsMissing() {
        Headers first = mail("d1", "1@a", List.of(), List.of());
        Headers third = mail("d3", "3@a", List.of("2@a"), List.of("1@a", "2@a"));
        Headers fourth = mail("d4", "4@a", List.of("3@a"), List.of());
        Headers stranger = mail("d5", "9@a", List.of(), List.of());

        assertThat(MailThreads.threads(List.of(first, third, fourth, stranger)))
                .isEqualTo(Map.of("d1", "1@a", "d3", "1@a", "d4", "1@a", "d5", "9@a"));
        assertThat(MailThreads.threadKey(third)).contains("1@a");
    }

    @Test
    void aMailWithoutAnyIdIsAThreadOfItsOwn() {
        Headers bare = new Headers("d1", Optional.empty(), List.of(), List.of());

        assertThat(MailThreads.threads(List.of(bare))).isEqualTo(Map.of("d1", "d1"));
        assertThat(MailThreads.threadKey(bare)).isEmpty();
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() {
        List<Headers> mails = new ArrayList<>();
        Random random = new Random(11);
        for (int i = 0; i < 100; i++) {
            mails.add(mail("d" + i, i + "@a", i % 7 == 0 ? List.of() : List.of((i - 1) + "@a"), List.of()));
        }
        Map<String, String> expected = MailThreads.threads(mails);
        for (int round = 0; round < 10; round++) {
            Collections.shuffle(mails, random);
            assertThat(MailThreads.threads(mails)).isEqualTo(expected);
        }
        assertThat(expected.values().stream().distinct()).hasSize(15);
    }

    @Test
    void mailsThatReferToEachOtherDoNotLoop() {
        Headers one = mail("d1", "1@a", List.of("2@a"), List.of());
        Headers two = mail("d2", "2@a", List.of("1@a"), List.of());

        assertThat(MailThreads.threads(List.of(one, two)).values()).containsOnly("1@a");
    }

    private static Headers mail(String document, String id, List<String> inReplyTo, List<String> references) {
        return new Headers(document, Optional.of(id), inReplyTo, references);
    }
}
