package dev.reassembly.cluster.run;

import dev.reassembly.cluster.ObjectStore;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.Result;
import io.minio.UploadObjectArgs;
import io.minio.messages.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The bucket of all runs, as a user's S3 client sees it. */
record Bucket(MinioClient client, String name) {
    static Bucket create(ObjectStore store, String name) {
        Bucket bucket = new Bucket(store.client(), name);
        try {
            bucket.client.makeBucket(MakeBucketArgs.builder().bucket(name).build());
        } catch (Exception e) {
            throw new IllegalStateException("no bucket can be made at " + store.localEndpoint(), e);
        }
        return bucket;
    }

    /** Address of an object. */
    String uri(String key) {
        return "s3://" + name + "/" + key;
    }

    /** Puts a file, or all files of a folder below the key. */
    void put(Path from, String key) throws Exception {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = from.relativize(file).toString();
                client.uploadObject(UploadObjectArgs.builder().bucket(name).object(path.isEmpty() ? key : key + "/" + path)
                        .filename(file.toString()).build());
            }
        }
    }

    byte[] get(String key) throws Exception {
        try (var object = client.getObject(GetObjectArgs.builder().bucket(name).object(key).build())) {
            return object.readAllBytes();
        }
    }

    /** The object of this address. */
    byte[] at(String uri) throws Exception {
        if (!uri.startsWith(uri(""))) {
            throw new IOException(uri + " is not in the bucket " + name);
        }
        return get(uri.substring(uri("").length()));
    }

    /** Keys of all objects below a folder. */
    List<String> keys(String folder) throws Exception {
        List<String> keys = new ArrayList<>();
        for (Result<Item> item : client.listObjects(ListObjectsArgs.builder().bucket(name).prefix(folder).recursive(true).build())) {
            keys.add(item.get().objectName());
        }
        return keys;
    }
}
