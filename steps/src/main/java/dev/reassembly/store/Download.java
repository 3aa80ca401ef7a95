package dev.reassembly.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.UUID;

/** Streams an object into a file that appears only when it is whole and was found good. */
final class Download {
    private static final int BUFFER = 1 << 16;

    private Download() {}

    interface Source {
        InputStream open() throws IOException;
    }

    /** Throws what is wrong with the content. */
    interface Check {
        void accept(long bytes, String sha256) throws IOException;
    }

    /** @return the content's SHA-256 */
    static String toFile(Source source, Path target, Check check) throws IOException {
        Path unfinished = target.resolveSibling(".unfinished-" + UUID.randomUUID());
        try {
            String sha256 = copy(source, unfinished, check);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            return sha256;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static String copy(Source source, Path file, Check check) throws IOException {
        MessageDigest digest = Digests.start();
        long bytes = 0;
        try (InputStream in = source.open(); OutputStream out = create(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                bytes += n;
                write(out, buffer, n, file);
            }
        }
        String sha256 = Digests.hex(digest.digest());
        check.accept(bytes, sha256);
        return sha256;
    }

    private static OutputStream create(Path file) throws IOException {
        try {
            Files.createDirectories(file.getParent());
            return Files.newOutputStream(file);
        } catch (IOException e) {
            throw full(file, e);
        }
    }

    private static void write(OutputStream out, byte[] buffer, int bytes, Path file) throws IOException {
        try {
            out.write(buffer, 0, bytes);
        } catch (IOException e) {
            throw full(file, e);
        }
    }

    private static IOException full(Path file, IOException e) {
        return new IOException("cannot write into the folder " + file.getParent() + ": " + e.getMessage(), e);
    }
}
