package dev.reassembly.data;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.store.ObjectInfo;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the objects of a data set: the one that its address names, or those below it that belong to the format. */
final class DatasetFiles {
    private DatasetFiles() {}

    /**
     * The parts in name order; never empty. Objects whose name, or a folder's above them, starts with a dot or underscore are
     * passed over.
     */
    static List<Part> find(String uri, SampleFormat format, DataSource source) throws IOException {
        Optional<ObjectInfo> single = source.stat(uri);
        if (single.isPresent()) {
            String key = single.get().key();
            return List.of(new Part(uri, key.substring(key.lastIndexOf('/') + 1), single.get(), null));
        }
        String folder = uri.endsWith("/") ? uri : uri + "/";
        List<ObjectInfo> all = source.list(folder);
        if (all.isEmpty()) {
            throw new InvalidInputException(uri, "there is no such file, nor a folder with files in it");
        }
        List<Part> accepted = all.stream()
                .map(object -> new Part(source.sibling(folder, object.key()), object.key(), object, null))
                .filter(part -> visible(part.name()) && format.accepts(part.name().toLowerCase(Locale.ROOT)))
                .sorted(Comparator.comparing(Part::name))
                .toList();
        if (accepted.isEmpty()) {
            throw new InvalidInputException(uri, "none of its " + all.size() + " files is what the format reads ("
                    + format.fileNames() + "); one is " + all.get(0).key());
        }
        return accepted;
    }

    private static boolean visible(String name) {
        return Stream.of(name.split("/")).noneMatch(part -> part.startsWith(".") || part.startsWith("_"));
    }
}
