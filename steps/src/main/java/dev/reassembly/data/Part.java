package dev.reassembly.data;

import dev.reassembly.store.ObjectInfo;
import java.util.Locale;

/**
 * One object of a data set.
 *
 * @param uri its address
 * @param name path relative to the data set's folder; identities and errors use it
 * @param split the split that its name says, or null
 */
record Part(String uri, String name, ObjectInfo object, Split split) {
    String lowerName() {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The last component of the name. */
    String fileName() {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
