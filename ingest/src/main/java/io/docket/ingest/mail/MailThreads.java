package io.docket.ingest.mail;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Puts mails into conversations by {@code Message-ID}, {@code In-Reply-To} and {@code References} (RFC 5322, section
 * 3.6.4): mails are of one conversation when a chain of references joins them, also through mails that are not in the
 * collection. Subjects are not consulted: "Re: Invoice" joins strangers.
 *
 * <p>A pure function of the headers: the result does not depend on the order in which mails arrive. For adding mails as
 * they come, {@link #threadKey} gives the id that most mails of a conversation share without seeing any other.
 */
public final class MailThreads {
    private MailThreads() {}

    /**
     * A mail's headers.
     *
     * @param documentId the caller's name for the mail
     * @param messageId its Message-ID, without angle brackets
     * @param inReplyTo ids in In-Reply-To
     * @param references ids in References, oldest first
     */
    public record Headers(
            String documentId, Optional<String> messageId, List<String> inReplyTo, List<String> references) {
        public Headers {
            Objects.requireNonNull(documentId, "documentId");
            Objects.requireNonNull(messageId, "messageId");
            inReplyTo = List.copyOf(inReplyTo);
            references = List.copyOf(references);
        }
    }

    /**
     * The conversation of each mail.
     *
     * @return for each document id a thread id that all mails of its conversation share and no other has: the smallest
     *     message id of the conversation, or the document id for a mail without any
     */
    public static Map<String, String> threads(Collection<Headers> mails) {
        Map<String, String> parents = new HashMap<>();
        for (Headers mail : mails) {
            String own = nodeOf(mail);
            parents.putIfAbsent(own, own);
            for (String other : linked(mail)) {
                parents.putIfAbsent(other, other);
                union(parents, own, other);
            }
        }
        Map<String, String> threads = new HashMap<>();
        for (Headers mail : mails) {
            threads.put(mail.documentId(), find(parents, nodeOf(mail)).substring(1));
        }
        return threads;
    }

    /** The oldest message id a mail knows of: the first reference, else what it replies to, else its own. */
    public static Optional<String> threadKey(Headers mail) {
        return mail.references().stream()
                .findFirst()
                .or(() -> mail.inReplyTo().stream().findFirst())
                .or(mail::messageId);
    }

    /** Message ids sort before documents, and neither can be mistaken for the other. */
    private static String nodeOf(Headers mail) {
        return mail.messageId().map(id -> "0" + id).orElse("1" + mail.documentId());
    }

    private static List<String> linked(Headers mail) {
        List<String> ids = new ArrayList<>(mail.references());
        ids.addAll(mail.inReplyTo());
        return ids.stream().map(id -> "0" + id).toList();
    }

    private static void union(Map<String, String> parents, String left, String right) {
        String leftRoot = find(parents, left);
        String rightRoot = find(parents, right);
        int order = leftRoot.compareTo(rightRoot);
        if (order < 0) {
            parents.put(rightRoot, leftRoot);
        } else if (order > 0) {
            parents.put(leftRoot, rightRoot);
        }
    }

    private static String find(Map<String, String> parents, String node) {
        String root = node;
        while (!parents.get(root).equals(root)) {
            root = parents.get(root);
        }
        String step = node;
        while (!step.equals(root)) {
            step = parents.put(step, root);
        }
        return root;
    }
}
