package io.docket.index;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Checks and copies of the names that become part of field names or sets. */
final class Names {

    private static final Pattern FIELD_PART = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

    private Names() {}

    static SortedSet<String> sortedCopy(Collection<String> values) {
        TreeSet<String> copy = new TreeSet<>(values);
        if (copy.contains("")) {
            throw new IllegalArgumentException("a label or value must not be empty: " + copy);
        }
        return Collections.unmodifiableSortedSet(copy);
    }

    /** A name that may become part of a Lucene field name, of a cursor or of an address. */
    static String fieldPart(String what, String name) {
        if (!FIELD_PART.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + " \"" + name
                            + "\" must be 1 to 100 letters, digits, '-' or '_' and begin with a letter or digit; give its key, not its title");
        }
        return name;
    }
}
