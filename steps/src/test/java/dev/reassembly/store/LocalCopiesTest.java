package dev.reassembly.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCopiesTest {
    private static final String FIELD = "spec.zoo[1].uri";
    @TempDir
    static Path served;
    @TempDir
    Path scratch;
    private static EmbeddedS3 server;
    private static Storage storage;
    private String bucket;
    private ObjectStore store;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedS3.start(served);
        storage = server.storage();
    }

    @AfterAll
    static void stop() {
        storage.close();
        server.close();
    }

    @BeforeEach
    void fill() throws IOException {
        bucket = server.bucket("m-" + UUID.randomUUID());
        store = storage.storeFor(Location.parse("x", bucket));
        store.put("zoo/m.onnx", bytes(1000));
    }

    private static byte[] bytes(int count) {
        return ObjectStoreContract.random(count);
    }

    @Test
    void copiesAModelWithItsExternalDataBesideIt() throws IOException {
        store.put("zoo/weights/m.data", bytes(5000));
        LocalCopies copies = new LocalCopies(storage, scratch);
        LocalCopy model = copies.copy(bucket + "zoo/m.onnx", Digests.sha256(bytes(1000)), FIELD);
        Path data = copies.fetchBeside(bucket + "zoo/m.onnx", "weights/m.data", FIELD);
        assertThat(model.path()).hasBinaryContent(bytes(1000)).hasFileName("m.onnx");
        assertThat(model.bytes()).isEqualTo(1000);
        assertThat(model.sha256()).isEqualTo(Digests.sha256(bytes(1000)));
        assertThat(data).hasBinaryContent(bytes(5000)).isEqualTo(model.path().resolveSibling("weights/m.data"));
        assertThatThrownBy(() -> copies.fetchBeside(bucket + "zoo/m.onnx", "../m", FIELD))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void takesAnEarlierCopyWhileTheObjectIsTheSame() throws IOException {
        Path first = new LocalCopies(storage, scratch).fetch(bucket + "zoo/m.onnx", null, FIELD);
        // The copy is marked, so that a second download would show.
        Files.write(first, new byte[1000]);
        assertThat(new LocalCopies(storage, scratch).fetch(bucket + "zoo/m.onnx", null, FIELD)).isEqualTo(first)
                .hasBinaryContent(new byte[1000]);
        store.put("zoo/m.onnx", bytes(1001));
        LocalCopy changed = new LocalCopies(storage, scratch).copy(bucket + "zoo/m.onnx", null, FIELD);
        assertThat(changed.path()).hasBinaryContent(bytes(1001));
        assertThat(changed.sha256()).isEqualTo(Digests.sha256(bytes(1001)));
    }

    @Test
    void aCopyThatWasCutShortIsMadeAgain() throws IOException {
        Path copy = new LocalCopies(storage, scratch).fetch(bucket + "zoo/m.onnx", null, FIELD);
        Files.write(copy, new byte[10]);
        assertThat(new LocalCopies(storage, scratch).fetch(bucket + "zoo/m.onnx", null, FIELD)).hasBinaryContent(bytes(1000));
    }

    @Test
    void namesTheFieldAndBothDigestsAndLeavesNothing() throws IOException {
        String expected = "ab".repeat(32);
        LocalCopies copies = new LocalCopies(storage, scratch);
        assertThatThrownBy(() -> copies.fetch(bucket + "zoo/m.onnx", expected, FIELD))
                .isInstanceOf(InvalidInputException.class).hasMessageStartingWith(FIELD + ": ").hasMessageContaining(expected)
                .hasMessageContaining(Digests.sha256(bytes(1000))).hasMessageContaining(bucket + "zoo/m.onnx");
        assertThat(files()).isEmpty();
        copies.fetch(bucket + "zoo/m.onnx", null, FIELD);
        assertThatThrownBy(() -> copies.fetch(bucket + "zoo/m.onnx", expected, FIELD)).as("of an earlier copy")
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void namesTheFieldOfAMissingFile() {
        LocalCopies copies = new LocalCopies(storage, scratch);
        for (String uri : List.of(bucket + "zoo/none.onnx", scratch.resolve("none").toUri().toString(), bucket + "zoo/")) {
            assertThatThrownBy(() -> copies.fetch(uri, null, FIELD)).isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith(FIELD + ": ").hasMessageContaining(uri);
        }
    }

    @Test
    void readsLocalFilesInPlace() throws IOException {
        Path file = Files.write(scratch.resolve("a b.onnx"), bytes(77));
        Path data = Files.write(scratch.resolve("a b.data"), bytes(78));
        LocalCopies copies = new LocalCopies(storage, scratch.resolve("unused"));
        String uri = file.toUri().toString();
        assertThat(copies.copy(uri, Digests.sha256(bytes(77)), FIELD)).isEqualTo(
                new LocalCopy(file, 77, storage.stat(uri).orElseThrow().etag(), Digests.sha256(bytes(77))));
        assertThat(copies.fetchBeside(uri, "a b.data", FIELD)).isEqualTo(data);
        assertThatThrownBy(() -> copies.fetch(uri, "00".repeat(32), FIELD)).isInstanceOf(InvalidInputException.class);
        Files.write(file, bytes(79));
        assertThat(copies.copy(uri, null, FIELD).sha256()).isEqualTo(Digests.sha256(bytes(79)));
        assertThat(scratch.resolve("unused")).doesNotExist();
    }

    @Test
    void staysBelowItsBoundByDroppingWhatWasUnusedLongest() throws Exception {
        for (String name : List.of("a", "b", "c")) {
            store.put("zoo/" + name, bytes(1000));
        }
        for (String name : List.of("a", "b", "a")) {
            new LocalCopies(storage, scratch, 2500).fetch(bucket + "zoo/" + name, null, FIELD);
            Thread.sleep(15);
        }
        LocalCopies last = new LocalCopies(storage, scratch, 2500);
        last.fetch(bucket + "zoo/c", null, FIELD);
        assertThat(files()).containsExactly("a", "c");
        last.fetch(bucket + "zoo/b", null, FIELD);
        assertThat(files()).containsExactly("b", "c");
        assertThatThrownBy(() -> last.fetch(bucket + "zoo/a", null, FIELD)).isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(FIELD + ": ").hasMessageContaining("2500 bytes");
        assertThat(files()).as("what is in use stays").containsExactly("b", "c");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(scratch)) {
            return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".label.json")).sorted().toList();
        }
    }
}
