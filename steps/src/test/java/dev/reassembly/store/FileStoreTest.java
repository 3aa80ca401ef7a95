package dev.reassembly.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends ObjectStoreContract {
    @TempDir
    Path root;

    @Override
    ObjectStore store() {
        return new FileStore(root.resolve("store"));
    }

    @Test
    void readersNeverSeeHalfAnObject() throws Exception {
        byte[][] contents = {random(300_000), random(400_000)};
        store().put("swapped", contents[0]);
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            for (int i = 0; i < 60; i++) {
                try {
                    store().put("swapped", contents[i % 2]);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            done.set(true);
        });
        writer.start();
        int reads = 0;
        while (!done.get() || reads == 0) {
            byte[] seen = read("swapped");
            assertThat(seen).isEqualTo(seen.length == contents[0].length ? contents[0] : contents[1]);
            reads++;
        }
        writer.join();
    }

    @Test
    void namesTheFolderOfAFullDiskAndLeavesNothing() throws Exception {
        Path disk = Files.createDirectory(root.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()), "may not mount a small disk");
        try {
            FileStore full = new FileStore(disk);
            full.put("small", random(1000));
            assertThatThrownBy(() -> full.put("big/one", random(1 << 20))).isInstanceOf(IOException.class)
                    .hasMessageContaining(disk.resolve("big").toString()).hasMessageContaining("No space left");
            Path file = Files.write(root.resolve("big"), random(1 << 20));
            assertThatThrownBy(() -> full.put("big/two", file)).isInstanceOf(IOException.class)
                    .hasMessageContaining(disk.resolve("big").toString());
            try (Stream<Path> left = Files.walk(disk).filter(Files::isRegularFile)) {
                assertThat(left).containsExactly(disk.resolve("small"));
            }
        } finally {
            run("umount", disk.toString());
        }
    }

    @Test
    void namesTheFolderThatIsAFile() throws IOException {
        store().put("a", random(10));
        assertThatThrownBy(() -> store().put("a/b", random(10))).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(root.resolve("store/a").toString());
    }

    @Test
    void readsThroughLinksThatTheUserMade() throws IOException {
        Files.createDirectories(root.resolve("store"));
        Files.write(root.resolve("elsewhere"), new byte[] {5});
        Files.createSymbolicLink(root.resolve("store/link"), root.resolve("elsewhere"));
        assertThat(read("link")).containsExactly(5);
        assertThat(store().list("")).extracting(ObjectInfo::bytes).containsExactly(1L);
    }

    /** A class's pictures may lie on another disk; so may the whole data set. */
    @Test
    void listsThroughLinksToFolders() throws IOException {
        Files.createDirectories(root.resolve("store/pets/cat"));
        Files.createDirectories(root.resolve("far/fox"));
        Files.write(root.resolve("store/pets/cat/1"), new byte[] {1});
        Files.write(root.resolve("far/fox/2"), new byte[] {2});
        Files.createSymbolicLink(root.resolve("store/pets/fox"), root.resolve("far/fox"));
        Files.createSymbolicLink(root.resolve("store/pets/cat/around"), root.resolve("store/pets"));
        Files.createSymbolicLink(root.resolve("store/pets/gone"), root.resolve("nowhere"));
        Files.createSymbolicLink(root.resolve("store/all"), root.resolve("store/pets"));
        assertThat(store().list("pets/")).extracting(ObjectInfo::key).containsExactly("pets/cat/1", "pets/fox/2");
        assertThat(store().list("all/")).extracting(ObjectInfo::key).containsExactly("all/cat/1", "all/fox/2");
    }

    @Test
    void addressesAreRead() throws IOException {
        store().put("with space", random(9));
        try (Storage storage = Storage.filesOnly(); InputStream in = storage.open(store().uri("with space"))) {
            assertThat(in.readAllBytes()).isEqualTo(random(9));
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
