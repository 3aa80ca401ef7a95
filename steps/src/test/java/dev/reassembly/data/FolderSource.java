package dev.reassembly.data;

import dev.reassembly.store.ObjectInfo;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Local files by file:// addresses; counts the streams that are open. */
final class FolderSource implements DataSource {
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger mostOpen = new AtomicInteger();
    final AtomicInteger opened = new AtomicInteger();

    static String uri(Path path) {
        return "file://" + path.toAbsolutePath();
    }

    @Override
    public InputStream open(String uri) throws IOException {
        InputStream in = Files.newInputStream(path(uri));
        opened.incrementAndGet();
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        return new FilterInputStream(in) {
            private boolean closed;

            @Override
            public void close() throws IOException {
                super.close();
                if (!closed) {
                    closed = true;
                    open.decrementAndGet();
                }
            }
        };
    }

    @Override
    public Optional<ObjectInfo> stat(String uri) throws IOException {
        Path path = path(uri);
        return Files.isRegularFile(path) ? Optional.of(info(path)) : Optional.empty();
    }

    @Override
    public List<ObjectInfo> list(String uri) throws IOException {
        if (!Files.isDirectory(path(uri))) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(path(uri))) {
            return files.filter(Files::isRegularFile).map(FolderSource::info)
                    .map(file -> new ObjectInfo(file.key().substring(uri.length()), file.bytes(), file.etag()))
                    .sorted(Comparator.comparing(ObjectInfo::key)).toList();
        }
    }

    @Override
    public String sibling(String uri, String path) {
        return uri.substring(0, uri.lastIndexOf('/') + 1) + path;
    }

    private static ObjectInfo info(Path path) {
        try {
            return new ObjectInfo(uri(path), Files.size(path), "etag-" + Arrays.hashCode(Files.readAllBytes(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path path(String uri) {
        return Path.of(uri.substring("file://".length()));
    }
}
