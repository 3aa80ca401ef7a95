package dev.reassembly.data;

import dev.reassembly.store.Location;
import dev.reassembly.store.ObjectInfo;
import dev.reassembly.store.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The objects of {@code s3://} and {@code file://} addresses. */
record StorageSource(Storage storage) implements DataSource {
    @Override
    public InputStream open(String uri) throws IOException {
        return storage.open(uri);
    }

    @Override
    public Optional<ObjectInfo> stat(String uri) throws IOException {
        return uri.endsWith("/") ? Optional.empty() : storage.stat(uri);
    }

    @Override
    public List<ObjectInfo> list(String folder) throws IOException {
        int above = Location.parse(folder, folder).key().length();
        return storage.list(folder).stream()
                .map(object -> new ObjectInfo(object.key().substring(above), object.bytes(), object.etag())).toList();
    }

    @Override
    public String sibling(String uri, String path) {
        return Location.parse(uri, uri).sibling(uri, path).uri();
    }
}
