package io.docket.web.export;

import io.docket.web.problem.ProblemException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What somebody wants to hand over.
 *
 * @param name 1 to 100 characters
 * @param query the search whose result is produced
 * @param filters its restrictions
 * @param prefix what numbers begin with: up to 20 letters, digits, {@code _}, {@code -} or {@code .}
 * @param firstNumber of the first document, from 0
 * @param digits that numbers are filled up to with zeros, 1 to 12
 * @param natives whether the original files are in it
 * @param texts whether the extracted texts are in it
 */
record ProductionWish(
        String name,
        String query,
        List<String> filters,
        String prefix,
        long firstNumber,
        int digits,
        boolean natives,
        boolean texts) {
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,19}");
    private static final int LONGEST_NAME = 100;
    private static final int MOST_DIGITS = 12;
    private static final long LARGEST_NUMBER = 999_999_999_999L;

    ProductionWish {
        name = name.strip();
        filters = List.copyOf(filters);
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw ProblemException.badRequest("An export has a name of 1 to " + LONGEST_NAME + " characters");
        }
        if (!PREFIX.matcher(prefix).matches()) {
            throw ProblemException.badRequest("The prefix \"" + prefix
                    + "\" cannot begin numbers and file names: use 1 to 20 letters, digits, '_', '-' or '.'");
        }
        if (firstNumber < 0 || firstNumber > LARGEST_NUMBER || digits < 1 || digits > MOST_DIGITS) {
            throw ProblemException.badRequest(
                    "Numbers begin at 0 or later and have 1 to " + MOST_DIGITS + " digits, not " + digits);
        }
        if (!natives && !texts) {
            throw ProblemException.badRequest("Choose originals, texts or both: there is nothing to export otherwise");
        }
        if (String.join("\n", filters).length() > 8_000 || query.length() > 4_000) {
            throw ProblemException.badRequest("This search is too long to be exported: use fewer restrictions");
        }
    }
}
