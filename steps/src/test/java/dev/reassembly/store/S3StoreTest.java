package dev.reassembly.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3StoreTest extends ObjectStoreContract {
    @TempDir
    static Path folder;
    private static EmbeddedS3 server;
    private static Storage storage;
    private String bucket;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedS3.start(folder.resolve("s3"));
        storage = server.storage();
    }

    @AfterAll
    static void stop() {
        storage.close();
        server.close();
    }

    @BeforeEach
    void newBucket() throws IOException {
        bucket = server.bucket("b-" + UUID.randomUUID());
    }

    /** A file that was put into the embedded service's folder by hand has no entity tag. */
    @Test
    void readsObjectsWithoutAnEntityTag() throws IOException {
        Path file = folder.resolve("s3").resolve(((Location.InBucket) Location.parse("bucket", bucket)).bucket())
                .resolve("by/hand.txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "content");
        try (InputStream in = store().open("by/hand.txt", 3, 4)) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("tent");
        }
        LocalCopies copies = new LocalCopies(storage, folder.resolve("copies"));
        assertThat(copies.fetch(bucket + "by/hand.txt", null, "model")).hasContent("content");
        Files.writeString(file, "another");
        assertThat(copies.fetch(bucket + "by/hand.txt", null, "model")).hasContent("another");
    }

    @Override
    ObjectStore store() {
        return storage.storeFor(Location.parse("bucket", bucket));
    }
}
