package dev.reassembly.data;

import dev.reassembly.store.ObjectInfo;
import java.util.Locale;

/**
 * One object of a data set.
 *
 * @param name path relative to the data set's address; identities and errors use it
 * @param split the split that its name says, or null
 */
record Part(ObjectInfo object, String name, Split split) {
    String uri() {
        return object.key();
    }

    String lowerName() {
        return name.toLowerCase(Locale.ROOT);
    }
}
