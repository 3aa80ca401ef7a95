package dev.reassembly.pipeline;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A session's folder for files that are being worked on, deleted with the session. One whose process was killed has nobody who
 * holds its lock any more, and the next session on the same scratch folder deletes it.
 */
final class WorkFolder implements AutoCloseable {
    private static final String NAME = "work-";
    private static final String LOCK = ".lock";
    /** Locks of this process: opening such a file again, and closing it, would release the lock on it. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel lock;

    private WorkFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static WorkFolder in(Path scratch) throws IOException {
        // The lock lies beside its folder and is taken before that is made, so that no other session finds the folder without.
        String name = NAME + UUID.randomUUID();
        OWN.add(scratch.resolve(name + LOCK));
        FileChannel lock = FileChannel.open(scratch.resolve(name + LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock.lock();
        deleteAbandoned(scratch);
        return new WorkFolder(Files.createDirectory(scratch.resolve(name)), lock);
    }

    Path path() {
        return folder;
    }

    private static void deleteAbandoned(Path scratch) throws IOException {
        List<Path> locks;
        try (Stream<Path> all = Files.list(scratch)) {
            locks = all.filter(file -> file.getFileName().toString().startsWith(NAME) && file.toString().endsWith(LOCK))
                    .filter(file -> !OWN.contains(file)).toList();
        }
        for (Path file : locks) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE); FileLock lock = channel.tryLock()) {
                if (lock != null) {
                    delete(Path.of(file.toString().substring(0, file.toString().length() - LOCK.length())));
                    Files.deleteIfExists(file);
                }
            } catch (NoSuchFileException e) {
                continue; // its session has just ended
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        delete(folder);
        Path file = folder.resolveSibling(folder.getFileName() + LOCK);
        Files.deleteIfExists(file);
        lock.close();
        OWN.remove(file);
    }
}
