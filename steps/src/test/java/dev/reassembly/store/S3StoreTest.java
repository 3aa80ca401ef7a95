package dev.reassembly.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
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

    @Override
    ObjectStore store() {
        return storage.storeFor(Location.parse("bucket", bucket));
    }
}
