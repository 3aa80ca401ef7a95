package dev.reassembly.store;

import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Objects as files under a folder. A put writes a hidden file beside the target, forces it to the disk and renames it, so
 * readers and a later run after a crash see the old content or the new, never a part. Keys cannot lead out of the folder;
 * symbolic links inside it are followed, since whoever made them meant it.
 */
public final class FileStore implements ObjectStore {
    private static final String UNFINISHED = ".unfinished-";
    private final Path root;

    /** @param root the folder; made at the first put when it does not exist */
    public FileStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** Where the object of this key lies, whether or not it exists. */
    public Path path(String key) {
        Keys.checkInside(root.toString(), key);
        return root.resolve(key);
    }

    @Override
    public Optional<ObjectInfo> stat(String key) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path(key), BasicFileAttributes.class);
            return attributes.isRegularFile() ? Optional.of(info(key, attributes)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            // "Not a directory": a part of the key is a file, so there is no such object.
            if (Files.notExists(path(key))) {
                return Optional.empty();
            }
            throw refused(key, "read", e);
        }
    }

    @Override
    public InputStream open(String key) throws IOException {
        Path file = path(key);
        if (Files.isDirectory(file)) {
            throw new NoSuchFileException(file.toString(), null, "is a folder");
        }
        try {
            return Files.newInputStream(file);
        } catch (AccessDeniedException e) {
            throw refused(key, "read", e);
        } catch (FileSystemException e) {
            if (Files.exists(file)) {
                throw e;
            }
            throw new NoSuchFileException(file.toString(), null, "there is no such file");
        }
    }

    @Override
    public InputStream open(String key, long offset, long length) throws IOException {
        ByteRange.check(offset, length);
        InputStream in = open(key);
        try {
            in.skipNBytes(Math.min(offset, Files.size(path(key))));
            return new ByteRange(in, length);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public void put(String key, byte[] content) throws IOException {
        write(key, unfinished -> Files.write(unfinished, content));
    }

    /** A link is made only where nothing is; a file system without links gets a look before the rename. */
    @Override
    public boolean putIfAbsent(String key, byte[] content) throws IOException {
        Path target = path(key);
        if (Files.exists(target)) {
            return false;
        }
        boolean[] made = {true};
        write(key, unfinished -> Files.write(unfinished, content), (unfinished, to) -> {
            try {
                Files.createLink(to, unfinished);
            } catch (FileAlreadyExistsException e) {
                made[0] = false;
            } catch (UnsupportedOperationException | FileSystemException e) {
                made[0] = !Files.exists(to);
                if (made[0]) {
                    Files.move(unfinished, to, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        });
        return made[0];
    }

    @Override
    public void put(String key, Path file) throws IOException {
        write(key, unfinished -> Files.copy(file, unfinished, StandardCopyOption.REPLACE_EXISTING));
    }

    private interface Content {
        void writeTo(Path file) throws IOException;
    }

    private interface Appearance {
        void let(Path unfinished, Path target) throws IOException;
    }

    private void write(String key, Content content) throws IOException {
        write(key, content, (unfinished, target) -> Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE));
    }

    private void write(String key, Content content, Appearance appearance) throws IOException {
        Path target = path(key);
        Path unfinished = target.resolveSibling(UNFINISHED + UUID.randomUUID());
        try {
            Files.createDirectories(target.getParent());
            try {
                content.writeTo(unfinished);
                try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                appearance.let(unfinished, target);
            } finally {
                if (Files.exists(unfinished)) {
                    Files.delete(unfinished);
                }
            }
        } catch (AccessDeniedException e) {
            throw refused(key, "written", e);
        } catch (IOException e) {
            String obstacle = obstacle(target.getParent());
            if (obstacle != null) {
                throw new InvalidInputException(target.toString(), "cannot be written, " + obstacle, e);
            }
            throw new IOException("cannot write " + key + " into the folder " + target.getParent() + ": " + reason(e), e);
        }
    }

    /** Why no retry can help; null when one may. */
    private static String obstacle(Path folder) throws IOException {
        Path existing = folder;
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            return existing + " is a file and no folder";
        }
        return Files.getFileStore(existing).isReadOnly() ? "the file system of " + existing + " is read-only" : null;
    }

    @Override
    public List<ObjectInfo> list(String prefix) throws IOException {
        Keys.checkParts(root.toString(), prefix);
        Path start = root.resolve(prefix.substring(0, prefix.lastIndexOf('/') + 1));
        List<ObjectInfo> found = new ArrayList<>();
        if (!Files.isDirectory(start)) {
            return found;
        }
        Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String key = key(folder) + "/";
                boolean reachable = folder.equals(start) || key.startsWith(prefix) || prefix.startsWith(key);
                return reachable ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes link) throws IOException {
                String key = key(file);
                if (key.startsWith(prefix) && !file.getFileName().toString().startsWith(UNFINISHED)) {
                    stat(key).ifPresent(found::add);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                // A link to a folder around it leads to nothing that is not found without it.
                if (e instanceof NoSuchFileException || e instanceof FileSystemLoopException) {
                    return FileVisitResult.CONTINUE;
                }
                throw refused(key(file), "listed", e);
            }
        });
        found.sort(Comparator.comparing(ObjectInfo::key));
        return found;
    }

    @Override
    public void delete(String key) throws IOException {
        try {
            Files.deleteIfExists(path(key));
        } catch (FileSystemException e) {
            if (Files.exists(path(key))) {
                throw refused(key, "deleted", e);
            }
        }
    }

    @Override
    public String uri(String key) {
        return path(key).toUri().toString();
    }

    @Override
    public void close() {}

    private String key(Path file) {
        return root.relativize(file).toString();
    }

    /** A replaced file has another inode, a changed one another time or size. */
    private static ObjectInfo info(String key, BasicFileAttributes attributes) {
        String etag = Long.toHexString(attributes.size()) + "-" + Long.toHexString(attributes.lastModifiedTime().to(
                TimeUnit.NANOSECONDS)) + "-" + Integer.toHexString(String.valueOf(attributes.fileKey()).hashCode());
        return new ObjectInfo(key, attributes.size(), etag);
    }

    private IOException refused(String key, String verb, IOException e) {
        if (e instanceof AccessDeniedException) {
            throw new InvalidInputException(root.resolve(key).toString(), "may not be " + verb + " by this user", e);
        }
        return new IOException(root.resolve(key) + " cannot be " + verb + ": " + reason(e), e);
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : String.valueOf(e.getMessage());
    }
}
