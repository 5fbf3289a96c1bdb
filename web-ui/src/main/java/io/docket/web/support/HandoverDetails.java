package io.docket.web.support;

import io.docket.web.page.Formats;
import java.util.stream.Collectors;

/** One hand-over. Public for templates. */
public record HandoverDetails(Handovers.Dossier dossier) {
    /** Opens a mail with everything that was asked and tried; mail programs cut longer ones. */
    private static final int LONGEST_MAIL = 1800;

    /** The address of a new mail that carries the hand-over. */
    public String mail() {
        String tried = dossier.tried().stream()
                .map(each -> "- " + each.title() + (each.opened() ? " (opened)" : ""))
                .collect(Collectors.joining("\n"));
        String body = dossier.question().question() + "\n\n"
                + (dossier.handover().note().isEmpty() ? "" : dossier.handover().note() + "\n\n") + "Asked by "
                + dossier.question().askedName() + "\n\nTried:\n" + (tried.isEmpty() ? "- nothing was found" : tried);
        String cut = body.length() > LONGEST_MAIL ? body.substring(0, LONGEST_MAIL) + "…" : body;
        return "mailto:?subject=" + encode("Question: " + dossier.question().question()) + "&body=" + encode(cut);
    }

    /** Mail programs take a plus for a plus. */
    private static String encode(String text) {
        return Formats.encode(text).replace("+", "%20");
    }
}
