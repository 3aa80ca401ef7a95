package dev.reassembly.store;

import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files of the user's, such as models, to be read on this machine. A remote folder has one folder here, named by the digest
 * of its address, so that a model and its external data lie side by side as they do there. A copy is used again while the
 * object's size and entity tag are unchanged. {@code file://} addresses are read in place.
 *
 * <p>The copies together stay below a bound: before a download, copies of earlier runs that this one did not ask for are
 * deleted, longest unused first. A scratch folder therefore serves one run at a time. Thread safe.
 */
public final class LocalCopies {
    /** 16 GiB. */
    public static final long USUAL_BOUND = 16L << 30;

    private final Storage storage;
    private final CopyShelf shelf;
    private final Map<Path, InPlace> inPlace = new ConcurrentHashMap<>();

    private record InPlace(String etag, LocalCopy file) {}

    public LocalCopies(Storage storage, Path scratch) {
        this(storage, scratch, USUAL_BOUND);
    }

    /** @param mostBytes of all copies together */
    public LocalCopies(Storage storage, Path scratch, long mostBytes) {
        this.storage = storage;
        this.shelf = new CopyShelf(scratch.resolve("copies"), mostBytes);
    }

    /** {@link #copy}'s file. */
    public Path fetch(String uri, String expectedSha256, String subject) throws IOException {
        return copy(uri, expectedSha256, subject).path();
    }

    /** The file {@code name} from the same folder, as external data is; where it must be relative to the model's copy. */
    public Path fetchBeside(String uri, String name, String subject) throws IOException {
        return copyBeside(uri, name, subject).path();
    }

    /** As {@link #fetchBeside}, with the digest. */
    public LocalCopy copyBeside(String uri, String name, String subject) throws IOException {
        Location model = Location.parse(subject, uri);
        return copy(model.sibling(subject, name), shelf.place(model).resolveSibling(name), null, subject);
    }

    /**
     * Brings the file here and checks its digest.
     *
     * @param expectedSha256 64 hexadecimal digits, or null to take what is there
     * @param subject the field that holds the address, such as {@code spec.zoo[1].uri}
     * @throws InvalidInputException if there is no such object, its digest is another, or it is larger than the bound
     */
    public LocalCopy copy(String uri, String expectedSha256, String subject) throws IOException {
        Location location = Location.parse(subject, uri);
        return copy(location, shelf.place(location), expectedSha256, subject);
    }

    private LocalCopy copy(Location location, Path place, String expected, String subject) throws IOException {
        if (location.fileName().isEmpty()) {
            throw new InvalidInputException(subject, "'" + location.uri() + "' is a folder, expected the address of a file");
        }
        ObjectInfo info = storage.storeFor(location).stat(location.key()).orElseThrow(() ->
                new InvalidInputException(subject, "there is no file at " + location.uri()));
        if (location instanceof Location.LocalFile file) {
            LocalCopy local = inPlace(file.path(), info);
            check(location, expected, local.sha256(), subject);
            return local;
        }
        Optional<LocalCopy> known = shelf.find(place, info);
        if (known.isPresent()) {
            check(location, expected, known.get().sha256(), subject);
            return known.get();
        }
        return shelf.add(place, location, info, subject, () -> storage.storeFor(location).open(location.key()),
                sha256 -> check(location, expected, sha256, subject));
    }

    /** The digest of a large file takes seconds, so it is taken once while the file stays the same. */
    private LocalCopy inPlace(Path file, ObjectInfo info) throws IOException {
        InPlace known = inPlace.get(file);
        if (known == null || !known.etag().equals(info.etag())) {
            known = new InPlace(info.etag(), new LocalCopy(file, info.bytes(), info.etag(), Digests.sha256(file)));
            inPlace.put(file, known);
        }
        return known.file();
    }

    private static void check(Location location, String expected, String found, String subject) {
        requireDigest(location.uri(), expected, found, subject);
    }

    /** @param expected digest, or null to take what is there */
    public static void requireDigest(String uri, String expected, String found, String subject) {
        if (expected != null && !expected.equalsIgnoreCase(found)) {
            throw new InvalidInputException(subject, "the file at " + uri + " has the SHA-256 " + found
                    + ", but " + expected + " was given");
        }
    }
}
