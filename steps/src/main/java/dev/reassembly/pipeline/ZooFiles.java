package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.ZooModel;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.failure.StepFailedException;
import dev.reassembly.model.onnx.ExternalFiles;
import dev.reassembly.store.ContentRecords;
import dev.reassembly.store.ContentRecords.Content;
import dev.reassembly.store.LocalCopies;
import dev.reassembly.store.LocalCopy;
import dev.reassembly.store.Location;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The zoo's files. Keys need the digests of all of them, but a step reads only some: a digest that the step store knows costs
 * a HEAD request, and a file is brought here when it is read.
 */
final class ZooFiles {
    private final LocalCopies copies;
    private final ContentRecords records;

    /** A model that was brought here, and what it and its external data hold. */
    private record Read(Path model, List<Content> files) {}

    ZooFiles(LocalCopies copies, ContentRecords records) {
        this.copies = copies;
        this.records = records;
    }

    /**
     * Digests of the model and its external data in the order of their names, then of its tokenizer.
     *
     * @param field the entry's, for errors
     */
    List<String> digests(ZooModel entry, String field) throws IOException {
        List<String> digests = new ArrayList<>(model(entry, field));
        if (entry.preprocessing().text() != null) {
            digests.addAll(tokenizer(entry.preprocessing().text().tokenizer(), field + ".preprocessing.text.tokenizer"));
        }
        return List.copyOf(digests);
    }

    private List<String> model(ZooModel entry, String field) throws IOException {
        Optional<List<String>> known = known(entry.uri(), field + ".uri");
        if (known.isEmpty()) {
            return remembered(read(entry, field).files());
        }
        LocalCopies.requireDigest(entry.uri(), entry.sha256(), known.get().get(0), field + ".uri");
        return known.get();
    }

    private List<String> tokenizer(String uri, String subject) throws IOException {
        Optional<List<String>> known = known(uri, subject);
        return known.isPresent() ? known.get() : remembered(List.of(content(uri, copies.copy(uri, null, subject))));
    }

    /** Brings a model and its external data here, side by side, and returns the model. */
    Path fetch(ZooModel entry, String field, List<String> digests) throws IOException {
        Read read = read(entry, field);
        List<String> found = read.files().stream().map(Content::sha256).toList();
        if (!found.equals(digests.subList(0, found.size()))) {
            throw new StepFailedException("the model at " + entry.uri() + " changed while it was in use", null);
        }
        return read.model();
    }

    private Read read(ZooModel entry, String field) throws IOException {
        String subject = field + ".uri";
        LocalCopy model = copies.copy(entry.uri(), entry.sha256(), subject);
        List<Content> files = new ArrayList<>(List.of(content(entry.uri(), model)));
        for (String external : ExternalFiles.of(model.path(), subject + " " + entry.uri())) {
            LocalCopy copy = copies.copyBeside(entry.uri(), external, subject);
            files.add(content(Location.parse(subject, entry.uri()).sibling(subject, external).uri(), copy));
        }
        return new Read(model.path(), files);
    }

    private static Content content(String uri, LocalCopy copy) {
        return new Content(uri, copy.bytes(), copy.etag(), copy.sha256());
    }

    private List<String> remembered(List<Content> files) throws IOException {
        if (isRemote(files.get(0).uri())) {
            records.remember(files);
        }
        return files.stream().map(Content::sha256).toList();
    }

    private Optional<List<String>> known(String uri, String subject) throws IOException {
        if (!isRemote(uri)) {
            return Optional.empty();
        }
        if (Location.parse(subject, uri).fileName().isEmpty()) {
            throw new InvalidInputException(subject, "'" + uri + "' is a folder, expected the address of a file");
        }
        return records.find(uri);
    }

    /** Files of this machine are read in place. */
    private static boolean isRemote(String uri) {
        return uri.startsWith("s3://");
    }
}
