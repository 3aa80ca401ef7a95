package dev.reassembly.finetune;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Where one training keeps its latest checkpoint, and hands it on. */
public interface CheckpointStore {
    /** The latest checkpoint, which the caller closes, or empty when there is none. */
    Optional<InputStream> read() throws IOException;

    /** Where files are made that are then given to this. */
    Path folder();

    /** Replaces the checkpoint by a file's content, wholly or not at all. The file is deleted afterwards by the caller. */
    void write(Path file) throws IOException;

    /** Takes the file of a training that ends here and goes on elsewhere. */
    void handOn(Path file) throws IOException;

    /** Keeps nothing. */
    CheckpointStore NONE = new CheckpointStore() {
        @Override
        public Optional<InputStream> read() {
            return Optional.empty();
        }

        @Override
        public Path folder() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(Path file) {}

        @Override
        public void handOn(Path file) {}
    };
}
