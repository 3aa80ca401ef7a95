package dev.reassembly.pipeline;

import dev.reassembly.data.DataSource;
import dev.reassembly.store.Location;
import dev.reassembly.store.ObjectInfo;
import dev.reassembly.store.ObjectStore;
import dev.reassembly.store.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Data sets and tokenizers read from the run's storage. */
record StorageSource(Storage storage) implements DataSource {
    @Override
    public InputStream open(String uri) throws IOException {
        return storage.open(uri);
    }

    @Override
    public Optional<ObjectInfo> stat(String uri) throws IOException {
        return storage.stat(uri);
    }

    @Override
    public List<ObjectInfo> list(String uri) throws IOException {
        Location location = Location.parse(uri, uri.endsWith("/") ? uri : uri + "/");
        ObjectStore store = storage.storeFor(location);
        return store.list(location.key()).stream().map(o -> new ObjectInfo(store.uri(o.key()), o.bytes(), o.etag())).toList();
    }
}
