package dev.reassembly.data;

import dev.reassembly.api.v1alpha1.DatasetSpec;
import dev.reassembly.api.v1alpha1.DatasetSpec.Format;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Data set declarations for tests, and reading whole splits. */
final class Specs {
    private Specs() {}

    static DatasetSpec spec(Path at, Format format) {
        return spec(at, format, null, null, null);
    }

    static DatasetSpec spec(Path at, Format format, List<String> classes, Long maxTrain, Long maxTest) {
        return new DatasetSpec(FolderSource.uri(at), format, "text", "label", classes, 0.1, 0.2, maxTrain, maxTest);
    }

    static Dataset open(Path at, Format format) throws IOException {
        return Datasets.open(spec(at, format), 1, new FolderSource());
    }

    static Dataset open(Path at, Format format, List<String> classes) throws IOException {
        return Datasets.open(spec(at, format, classes, null, null), 1, new FolderSource());
    }

    static List<String> ids(Dataset dataset, Split split) throws IOException {
        return all(dataset, split).stream().map(Example::id).toList();
    }

    static List<Example> all(Dataset dataset, Split split) throws IOException {
        try (Dataset.Examples examples = dataset.open(split)) {
            return drain(examples);
        }
    }

    static List<Example> drain(Dataset.Examples examples) {
        List<Example> result = new ArrayList<>();
        examples.forEachRemaining(result::add);
        return result;
    }

    static List<Example> everything(Dataset dataset) throws IOException {
        List<Example> result = new ArrayList<>();
        for (Split split : Split.values()) {
            result.addAll(all(dataset, split));
        }
        return result;
    }

    static String text(Example example) {
        return ((Example.Text) example.content()).text();
    }
}
