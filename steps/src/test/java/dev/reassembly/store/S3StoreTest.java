package dev.reassembly.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.Result;
import io.minio.messages.Item;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /** As consoles make them for "Create folder". */
    @Test
    void emptyObjectsThatMarkFoldersAreNotListed() throws Exception {
        String name = ((Location.InBucket) Location.parse("bucket", bucket)).bucket();
        MinioClient client = MinioClient.builder().endpoint(server.endpoint())
                .credentials(server.credentials().accessKey(), server.credentials().secretKey()).region("us-east-1").build();
        for (String key : List.of("pets/", "pets/cat/")) {
            client.putObject(PutObjectArgs.builder().bucket(name).object(key).stream(InputStream.nullInputStream(), 0L, -1L).build());
        }
        store().put("pets/cat/1.png", new byte[] {1});
        List<String> raw = new ArrayList<>();
        for (Result<Item> item : client.listObjects(ListObjectsArgs.builder().bucket(name).recursive(true).build())) {
            raw.add(item.get().objectName());
        }
        assertThat(raw).contains("pets/cat/1.png", "pets/cat/");
        assertThat(store().list("pets/")).extracting(ObjectInfo::key).containsExactly("pets/cat/1.png");
    }

    @Override
    ObjectStore store() {
        return storage.storeFor(Location.parse("bucket", bucket));
    }
}
