package dev.reassembly.store;

import dev.reassembly.failure.InvalidInputException;
import io.minio.Checksum;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One bucket of an S3 service. Requests that fail in passing are repeated with growing pauses; a read that breaks off is
 * taken up again where it stopped, if the object is still the same. Files above {@value #PART} bytes go in parts of that
 * size, two at a time, so that memory is bounded by three parts. The client belongs to {@link Storage}.
 */
final class S3Store implements ObjectStore {
    /** 16 MiB; larger only for objects that would need more than 10,000 parts. */
    static final long PART = 16L << 20;
    /** The JDK computes it in machine instructions; the client's default, CRC32C, is a loop over bytes there that takes a third of an upload. */
    private static final Checksum.Algorithm CHECKSUM = Checksum.Algorithm.CRC32;
    private static final int AT_ONCE = 2;
    private static final long MOST_PARTS = 10_000;

    private final MinioClient client;
    private final String bucket;
    private final S3Failures failures;
    private final Retries retries;
    private volatile boolean bucketSeen;

    S3Store(MinioClient client, String bucket, S3Failures failures, Retries retries) {
        this.client = client;
        this.bucket = bucket;
        this.failures = failures;
        this.retries = retries;
    }

    private interface Request<T> {
        T send() throws MinioException, IOException;
    }

    private <T> T send(String key, Request<T> request) throws IOException {
        try {
            return retries.run(() -> {
                try {
                    T answer = request.send();
                    failures.reached();
                    return answer;
                } catch (InvalidInputException e) {
                    throw e;
                } catch (MinioException | RuntimeException | IOException e) {
                    throw failures.explain(place(key), e);
                }
            });
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw failures.giveUp(e);
        }
    }

    @Override
    public Optional<ObjectInfo> stat(String key) throws IOException {
        Keys.checkInside(place(""), key);
        try {
            StatObjectResponse head = send(key, () ->
                    client.statObject(StatObjectArgs.builder().bucket(bucket).object(key).build()));
            bucketSeen = true;
            return Optional.of(new ObjectInfo(key, head.size(), bare(head.etag())));
        } catch (NoSuchFileException e) {
            askForReason();
            return Optional.empty();
        } catch (InvalidInputException e) {
            askForReason();
            throw e;
        }
    }

    /** An answer to HEAD has no body, so a missing bucket looks like a missing object and any refusal like any other. */
    private void askForReason() throws IOException {
        if (!bucketSeen) {
            list("", 1);
        }
    }

    /** One request; the answer's head tells what a resumed read has to find. */
    @Override
    public InputStream open(String key) throws IOException {
        Keys.checkInside(place(""), key);
        GetObjectResponse whole = send(key, () -> client.getObject(GetObjectArgs.builder().bucket(bucket).object(key).build()));
        bucketSeen = true;
        String bytes = whole.headers().get("Content-Length");
        if (bytes == null) {
            whole.close();
            return open(key, 0, Long.MAX_VALUE);
        }
        ObjectInfo info = new ObjectInfo(key, Long.parseLong(bytes), bare(whole.headers().get("ETag")));
        return new ResumingStream(0, info.bytes(), retries, from -> part(info, from, info.bytes()), whole);
    }

    @Override
    public InputStream open(String key, long offset, long length) throws IOException {
        ByteRange.check(offset, length);
        Keys.checkInside(place(""), key);
        ObjectInfo info = stat(key).orElseThrow(() -> new NoSuchFileException(uri(key), null, "there is no such object"));
        long end = length > info.bytes() - offset ? info.bytes() : offset + length;
        if (offset >= end) {
            return InputStream.nullInputStream();
        }
        return new ResumingStream(offset, end, retries, from -> part(info, from, end), part(info, offset, end));
    }

    private InputStream part(ObjectInfo info, long from, long end) throws IOException {
        return send(info.key(), () -> {
            GetObjectArgs.Builder part = GetObjectArgs.builder().bucket(bucket).object(info.key()).offset(from).length(end - from);
            // Some services have none for objects that came there by other ways.
            return client.getObject(info.etag().isEmpty() ? part.build() : part.matchETag(info.etag()).build());
        });
    }

    @Override
    public void put(String key, byte[] content) throws IOException {
        Keys.checkInside(place(""), key);
        send(key, () -> client.putObject(PutObjectArgs.builder().bucket(bucket).object(key)
                .data(content, content.length).build()));
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content) throws IOException {
        Keys.checkInside(place(""), key);
        return send(key, () -> {
            PutObjectArgs.Builder request = PutObjectArgs.builder().bucket(bucket).object(key).data(content, content.length);
            try {
                client.putObject(request.extraHeaders(Map.of("If-None-Match", "*")).build());
                return true;
            } catch (ErrorResponseException e) {
                return switch (String.valueOf(e.errorResponse().code())) {
                    case "PreconditionFailed" -> false;
                    case "NotImplemented" -> putUnlessSeen(key, content); // as good as such a service allows
                    default -> throw e;
                };
            }
        });
    }

    private boolean putUnlessSeen(String key, byte[] content) throws IOException {
        if (stat(key).isPresent()) {
            return false;
        }
        put(key, content);
        return true;
    }

    @Override
    public void put(String key, Path file) throws IOException {
        Keys.checkInside(place(""), key);
        long bytes = Files.size(file);
        if (bytes == 0) {
            put(key, new byte[0]);
            return;
        }
        send(key, () -> client.uploadObject(UploadObjectArgs.builder().bucket(bucket).object(key)
                .filename(file.toString(), partSize(bytes)).checksum(CHECKSUM).parallelUploads(AT_ONCE).build()));
    }

    private static long partSize(long bytes) {
        return Math.max(PART, (bytes + MOST_PARTS - 1) / MOST_PARTS);
    }

    @Override
    public List<ObjectInfo> list(String prefix) throws IOException {
        Keys.checkParts(place(""), prefix);
        return list(prefix, Integer.MAX_VALUE);
    }

    private List<ObjectInfo> list(String prefix, int most) throws IOException {
        ListObjectsArgs request = ListObjectsArgs.builder().bucket(bucket).prefix(prefix).recursive(true)
                .maxKeys(Math.min(most, 1000)).build();
        List<ObjectInfo> found = send(prefix, () -> {
            List<ObjectInfo> page = new ArrayList<>();
            for (Result<Item> result : client.listObjects(request)) {
                Item item = result.get();
                // Consoles and tools mark a folder by an empty object whose key ends in a slash.
                if (!item.isDir() && !item.objectName().endsWith("/")) {
                    page.add(new ObjectInfo(item.objectName(), item.size(), bare(item.etag())));
                }
                if (page.size() >= most) {
                    break;
                }
            }
            return page;
        });
        bucketSeen = true;
        found.sort(Comparator.comparing(ObjectInfo::key));
        return found;
    }

    @Override
    public void delete(String key) throws IOException {
        Keys.checkInside(place(""), key);
        send(key, () -> {
            client.removeObject(RemoveObjectArgs.builder().bucket(bucket).object(key).build());
            return null;
        });
    }

    @Override
    public String uri(String key) {
        Keys.checkInside(place(""), key);
        return place(key);
    }

    @Override
    public void close() {}

    private String place(String key) {
        return new Location.InBucket(bucket, key).uri();
    }

    private static String bare(String etag) {
        return etag == null ? "" : etag.replace("\"", "");
    }
}
