package dev.reassembly.store;

import dev.reassembly.failure.InvalidInputException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A parsed address: {@code s3://bucket/key} or {@code file:///absolute/path}.
 *
 * <p>{@link #key()} is the key within the store that {@link Storage#storeFor} returns: the object key for S3, the path
 * without its leading slash for files (their store's root is {@code /}). A key of an S3 address is taken literally; a
 * file address may be percent-encoded, as {@code Path.toUri()} writes it.
 */
public sealed interface Location {
    String key();

    /** The address in its usual form. */
    String uri();

    /** The same place with another key. */
    Location withKey(String key);

    /** The object of this name in the same folder; the name may hold sub-folders but not leave the folder. */
    default Location sibling(String subject, String name) {
        Keys.checkInside(subject, name);
        int slash = key().lastIndexOf('/');
        return withKey(key().substring(0, slash + 1) + name);
    }

    /** The last part of the key; empty for a bucket or a folder. */
    default String fileName() {
        return key().substring(key().lastIndexOf('/') + 1);
    }

    /** An object, or a prefix of objects, in a bucket. */
    record InBucket(String bucket, String key) implements Location {
        @Override
        public String uri() {
            return "s3://" + bucket + "/" + key;
        }

        @Override
        public Location withKey(String other) {
            return new InBucket(bucket, other);
        }
    }

    /** A file or folder of this machine. */
    record LocalFile(String key) implements Location {
        public Path path() {
            return Path.of("/" + key);
        }

        @Override
        public String uri() {
            return path().toUri().toString();
        }

        @Override
        public Location withKey(String other) {
            return new LocalFile(other);
        }
    }

    Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    int LONGEST_KEY = 1024;

    /** As {@link #parse}, of a folder, whose address may end with a slash or not; its key ends with one. */
    static Location folder(String subject, String uri) {
        return parse(subject, uri.endsWith("/") ? uri : uri + "/");
    }

    /**
     * @param subject the field the address was given in, for the error's sentence
     * @throws InvalidInputException if this is no address of either kind
     */
    static Location parse(String subject, String uri) {
        if (uri == null || uri.isBlank()) {
            throw new InvalidInputException(subject, "is empty, expected s3://bucket/key or file:///absolute/path");
        }
        if (uri.startsWith("s3://")) {
            return bucket(subject, uri);
        }
        if (uri.startsWith("file:")) {
            return file(subject, uri);
        }
        throw new InvalidInputException(subject,
                "'" + uri + "' is no address this reads, expected s3://bucket/key or file:///absolute/path");
    }

    private static Location bucket(String subject, String uri) {
        String rest = uri.substring("s3://".length());
        int slash = rest.indexOf('/');
        String bucket = slash < 0 ? rest : rest.substring(0, slash);
        String key = slash < 0 ? "" : rest.substring(slash + 1);
        if (!BUCKET.matcher(bucket).matches()) {
            throw new InvalidInputException(subject, "'" + uri + "' names the bucket '" + bucket
                    + "', but bucket names have 3 to 63 lower-case letters, digits, dots and hyphens");
        }
        Keys.checkParts(subject, key);
        if (key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
            throw new InvalidInputException(subject, "the key is longer than " + LONGEST_KEY + " bytes");
        }
        return new InBucket(bucket, key);
    }

    private static Location file(String subject, String uri) {
        String path = pathOf(subject, uri);
        if (path == null || !path.startsWith("/") || uri.startsWith("file://") && !uri.startsWith("file:///")) {
            throw new InvalidInputException(subject, "'" + uri + "' is no absolute path, expected file:///absolute/path");
        }
        String key = path.replaceAll("/{2,}", "/").substring(1);
        Keys.checkParts(subject, key);
        return new LocalFile(key);
    }

    private static String pathOf(String subject, String uri) {
        String path;
        try {
            path = new URI(uri).getPath();
        } catch (URISyntaxException e) {
            // Written by hand, with a space or a lone percent sign: taken as it stands.
            path = uri.substring(uri.startsWith("file://") ? "file://".length() : "file:".length());
        }
        if (path != null && path.indexOf('\0') >= 0) {
            throw new InvalidInputException(subject, "the path has a NUL character");
        }
        return path;
    }
}
