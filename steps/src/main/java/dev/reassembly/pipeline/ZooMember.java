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
import java.io.IOException;
import java.nio.file.Path;

/**
 * A model of the zoo on this machine.
 *
 * @param entry what the user wrote
 * @param field where, for errors: {@code spec.zoo[1]}
 * @param file the ONNX file, verified against the entry's digest when it has one
 * @param sha256 of the file
 * @param contentDigest over the file, its external data and its tokenizer
 */
record ZooMember(ZooModel entry, String field, Path file, String sha256, String contentDigest) {
    String name() {
        return entry.name();
    }

    /** Reads the graph; the caller lets it go when done, so that a large zoo is never in memory as a whole. */
    Graph graph() {
        return OnnxReader.read(file, field + ".uri " + entry.uri());
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
