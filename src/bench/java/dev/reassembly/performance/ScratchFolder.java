package dev.reassembly.performance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A new and empty folder, deleted with all that is in it. */
record ScratchFolder(Path path) implements AutoCloseable {
    static ScratchFolder named(String prefix) throws IOException {
        return new ScratchFolder(Files.createTempDirectory(prefix));
    }

    static ScratchFolder in(Path folder) throws IOException {
        return new ScratchFolder(Files.createTempDirectory(folder, "scratch"));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
