package dev.reassembly.data;

import dev.reassembly.store.ObjectInfo;
import dev.reassembly.store.Storage;
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

    /** All objects below a folder, at any depth; their keys are paths relative to it. The address ends with a slash. */
    List<ObjectInfo> list(String folder) throws IOException;

    /** The address of the object at a relative path from the folder of {@code uri} (itself when it ends with a slash). */
    String sibling(String uri, String path);

    /** The objects that a storage reaches; its errors pass through. */
    static DataSource of(Storage storage) {
        return new StorageSource(storage);
    }
}
