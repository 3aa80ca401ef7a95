package dev.reassembly.data;

import dev.reassembly.api.v1alpha1.DatasetSpec;
import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Opens data sets of all formats. */
public final class Datasets {
    private static final int MOST_THREADS = 4;

    private Datasets() {}

    /**
     * Reads the whole data set once for its index: classes, labels and splits. Memory afterwards: 5 bytes an example, and
     * up to 64 MiB of undecoded examples (larger data sets are read again, one file at a time, whenever they are opened);
     * a data set of picture files keeps each file's name and entity tag, some 500 bytes a picture.
     *
     * <p>Splits that the data has are kept. Missing ones are drawn from the training data by hashes of the examples' identities
     * (file and line), each class keeping its share: first {@code test} of it, then {@code validation} of what is left.
     *
     * @param seed draws the training examples when there are more than {@code maxTrain}; the test and validation
     *     splits are the same for all seeds
     * @throws InvalidInputException when there is no data, or it is not what the spec says
     */
    public static Dataset open(DatasetSpec spec, long seed, DataSource source) throws IOException {
        return open(spec, seed, source, DatasetIndex.CACHE);
    }

    static Dataset open(DatasetSpec spec, long seed, DataSource source, long cache) throws IOException {
        if (spec.format() == null) {
            throw new InvalidInputException("dataset.format", "is missing; it must be one of "
                    + List.of(DatasetSpec.Format.values()));
        }
        boolean rows = spec.format() == DatasetSpec.Format.JSONL || spec.format() == DatasetSpec.Format.CSV;
        String textField = spec.textField() == null ? "text" : spec.textField();
        String labelField = spec.labelField() == null ? "label" : spec.labelField();
        List<String> classes = spec.classes() == null ? List.of() : spec.classes();
        SplitRule rule = new SplitRule(spec.validation() == null ? 0.1 : spec.validation(),
                spec.test() == null ? 0.2 : spec.test(), spec.maxTrain(), spec.maxTest(), seed);
        SampleFormat format = switch (spec.format()) {
            case JSONL -> new JsonLines(source, textField, labelField);
            case CSV -> new CsvRows(source, textField, labelField);
            case ImageFolder -> new PictureFolders(source);
            case WebDataset -> new TarShards(source, labelField);
            case IDX -> new IdxPictures(source);
        };
        List<Part> parts = SplitNames.assign(spec.uri(), format.primary(DatasetFiles.find(spec.uri(), format, source)));
        List<Part> files = new ArrayList<>(parts);
        for (Part part : parts) {
            files.addAll(format.companions(part));
        }
        DatasetIndex index = DatasetIndex.read(spec.uri(), parts, format, classes, rule, cache);
        String digest = new DatasetDigest().add(spec.format()).add(rows ? textField : "").add(labelField).add(classes)
                .add(rule.validation()).add(rule.test()).add(rule.maxTest()).add(rule.maxTrain())
                .add(rule.maxTrain() == null ? "" : seed).addAll(files).hex();
        int threads = rows ? 0 : Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        return new StoredDataset(index, parts, format, digest, threads);
    }
}
