package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.ImagePreprocessing;
import dev.reassembly.api.v1alpha1.Preprocessing;
import dev.reassembly.api.v1alpha1.ZooModel;
import dev.reassembly.data.DataSource;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.Preprocessors;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.NominalInput;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.onnx.OnnxReader;
import dev.reassembly.store.Digests;
import java.io.IOException;
import java.util.List;

/**
 * A model of the zoo: its content is known by digest, its files are brought here when the graph is read.
 *
 * @param entry what the user wrote
 * @param field where, for errors: {@code spec.zoo[1]}
 * @param digests of the ONNX file, its external data and its tokenizer
 */
record ZooMember(ZooModel entry, String field, List<String> digests, ZooFiles files) {
    static ZooMember open(ZooModel entry, String field, ZooFiles files) throws IOException {
        return new ZooMember(entry, field, files.digests(entry, field), files);
    }

    /** Of the ONNX file. */
    String sha256() {
        return digests.get(0);
    }

    /** Over the file, its external data and its tokenizer. */
    String contentDigest() {
        return Digests.sha256(String.join(" ", digests));
    }

    String name() {
        return entry.name();
    }

    /** Reads the graph; the caller lets it go when done, so that a large zoo is never in memory as a whole. */
    Graph graph() throws IOException {
        return OnnxReader.read(files.fetch(entry, field, digests), field + ".uri " + entry.uri());
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
