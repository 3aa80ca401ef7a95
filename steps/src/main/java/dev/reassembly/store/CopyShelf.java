package dev.reassembly.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.failure.StepFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The copies on disk: {@code <folder>/<digest of the remote folder>/<name>}, and beside each a label with the size, tag and
 * digest it was made from. A label is written after its copy and touched at each use.
 */
final class CopyShelf {
    private static final String LABEL = ".label.json";
    private final Path folder;
    private final long mostBytes;
    private final Set<Path> inUse = new HashSet<>();

    CopyShelf(Path folder, long mostBytes) {
        this.folder = folder;
        this.mostBytes = mostBytes;
    }

    record Label(String uri, long bytes, String etag, String sha256) {}

    interface DigestCheck {
        void accept(String sha256);
    }

    /** An earlier copy of this very object, as far as its tag tells; without a tag there is none. */
    synchronized Optional<LocalCopy> find(Path copy, ObjectInfo info) throws IOException {
        Optional<Label> label = label(copy);
        if (label.isEmpty() || info.etag().isEmpty() || !label.get().etag().equals(info.etag())
                || label.get().bytes() != info.bytes() || !Files.isRegularFile(copy) || Files.size(copy) != info.bytes()) {
            return Optional.empty();
        }
        inUse.add(copy);
        Files.setLastModifiedTime(labelOf(copy), FileTime.from(Instant.now()));
        return Optional.of(new LocalCopy(copy, info.bytes(), info.etag(), label.get().sha256()));
    }

    /** Makes the copy; nothing is left of one that breaks off or that the check refuses. */
    synchronized LocalCopy add(Path copy, Location location, ObjectInfo info, String subject, Download.Source source,
            DigestCheck check) throws IOException {
        makeRoom(copy, info.bytes(), subject);
        Files.createDirectories(copy.getParent());
        long free = Files.getFileStore(copy.getParent()).getUsableSpace();
        if (free < info.bytes()) {
            throw new StepFailedException("the folder " + folder + " has " + free + " bytes free, but " + location.uri()
                    + " has " + info.bytes(), null);
        }
        String sha256 = Download.toFile(source, copy, (bytes, found) -> {
            if (bytes != info.bytes()) {
                throw new IOException(location.uri() + " gave " + bytes + " bytes instead of " + info.bytes());
            }
            check.accept(found);
            Files.deleteIfExists(labelOf(copy));
        });
        Files.write(labelOf(copy), StepFolder.WRITER.writeValueAsBytes(
                new Label(location.uri(), info.bytes(), info.etag(), sha256)));
        inUse.add(copy);
        return new LocalCopy(copy, info.bytes(), info.etag(), sha256);
    }

    private void makeRoom(Path coming, long bytes, String subject) throws IOException {
        List<Path> copies = copies();
        copies.remove(coming);
        long held = 0;
        for (Path copy : copies) {
            held += Files.size(copy);
        }
        copies.removeAll(inUse);
        for (Path copy : copies) {
            if (held + bytes <= mostBytes) {
                return;
            }
            held -= Files.size(copy);
            Files.deleteIfExists(labelOf(copy));
            Files.delete(copy);
        }
        if (held + bytes > mostBytes) {
            throw new InvalidInputException(subject, "needs a copy of " + bytes + " bytes beside " + held
                    + " that are in use, but local copies may take " + mostBytes + " bytes");
        }
    }

    /** All copies with a label, the longest unused first. */
    private List<Path> copies() throws IOException {
        if (!Files.isDirectory(folder)) {
            return new ArrayList<>();
        }
        record Used(Path copy, FileTime last) {}
        List<Used> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path label : files.filter(file -> file.getFileName().toString().endsWith(LABEL)).toList()) {
                String name = label.getFileName().toString();
                Path copy = label.resolveSibling(name.substring(1, name.length() - LABEL.length()));
                if (Files.isRegularFile(copy)) {
                    found.add(new Used(copy, Files.getLastModifiedTime(label)));
                }
            }
        }
        found.sort(Comparator.comparing(Used::last));
        return new ArrayList<>(found.stream().map(Used::copy).toList());
    }

    /** Where the copy of this object goes, or is. */
    Path place(Location location) {
        String uri = location.uri();
        String parent = uri.substring(0, uri.lastIndexOf('/') + 1);
        return folder.resolve(Digests.sha256(parent).substring(0, 32)).resolve(location.fileName());
    }

    private static Path labelOf(Path copy) {
        return copy.resolveSibling("." + copy.getFileName() + LABEL);
    }

    private static Optional<Label> label(Path copy) throws IOException {
        try {
            return Optional.of(StepFolder.WRITER.readValue(Files.readAllBytes(labelOf(copy)), Label.class));
        } catch (NoSuchFileException | JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
