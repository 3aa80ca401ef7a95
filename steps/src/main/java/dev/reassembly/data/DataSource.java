package dev.reassembly.data;

import dev.reassembly.store.ObjectInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Where data sets and tokenizers are read from, by address. Thread safe: pictures are read from several threads. */
public interface DataSource {
    /** A stream over the whole object; the caller closes it. */
    InputStream open(String uri) throws IOException;

    /** Size and entity tag, or empty when there is no such object (a folder is not an object). */
    Optional<ObjectInfo> stat(String uri) throws IOException;

    /** All objects below the folder at {@code uri}, at any depth; their keys are full addresses that {@link #open} takes. */
    List<ObjectInfo> list(String uri) throws IOException;
}
