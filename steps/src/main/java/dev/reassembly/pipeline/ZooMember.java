package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.ImagePreprocessing;
import dev.reassembly.api.v1alpha1.Preprocessing;
import dev.reassembly.api.v1alpha1.ZooModel;
import dev.reassembly.data.DataSource;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.Preprocessors;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.NominalInput;
import dev.reassembly.model.cut.PositionGrid;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.onnx.OnnxReader;
import dev.reassembly.model.run.SinglePrecision;
import dev.reassembly.store.Digests;
import java.io.IOException;
import java.util.List;

/**
 * A model of the zoo: its content is known by digest, its files are brought here when the graph is read. Nothing is asked of
 * the store before a step needs it, so that a model that cannot be read fails its own steps and no other's.
 */
final class ZooMember {
    private final ZooModel entry;
    private final String field;
    private final ZooFiles files;
    private List<String> digests;

    /**
     * @param entry what the user wrote
     * @param field where, for errors: {@code spec.zoo[1]}
     */
    ZooMember(ZooModel entry, String field, ZooFiles files) {
        this.entry = entry;
        this.field = field;
        this.files = files;
    }

    ZooModel entry() {
        return entry;
    }

    String field() {
        return field;
    }

    /** Of the ONNX file, its external data and its tokenizer. */
    private synchronized List<String> digests() throws IOException {
        if (digests == null) {
            digests = files.digests(entry, field);
        }
        return digests;
    }

    /** Of the ONNX file. */
    String sha256() throws IOException {
        return digests().get(0);
    }

    /** Over the file, its external data and its tokenizer. */
    String contentDigest() throws IOException {
        return Digests.sha256(String.join(" ", digests()));
    }

    String name() {
        return entry.name();
    }

    /** Reads the graph, made for the size that its preprocessing gives; the caller lets it go when done, so that a large zoo is never in memory as a whole. */
    Graph graph() throws IOException {
        Graph graph = OnnxReader.read(files.fetch(entry, field, digests()), field + ".uri " + entry.uri());
        return PositionGrid.adapt(name(), SinglePrecision.of(graph), nominalInput());
    }

    Preprocessor preprocessor(DataSource source) throws IOException {
        return Preprocessors.create(entry.preprocessing(), field + ".preprocessing", source);
    }

    NominalInput nominalInput() {
        Preprocessing preprocessing = entry.preprocessing();
        if (preprocessing.text() != null) {
            return new NominalInput.Text(preprocessing.text().maxLength());
        }
        ImagePreprocessing image = preprocessing.image();
        return new NominalInput.Image(image.channels() == ImagePreprocessing.Channels.GRAY ? 1 : 3, image.height(), image.width(),
                image.layout() == ImagePreprocessing.Layout.NHWC ? Feature.Layout.NHWC : Feature.Layout.NCHW);
    }

    /** Tokens of one sample at the nominal size; 0 for pictures. */
    long textLength() {
        return entry.preprocessing().text() == null ? 0 : entry.preprocessing().text().maxLength();
    }
}
