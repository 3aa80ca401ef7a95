package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * A labelled data set. When the data has its own splits, they are folders (or file names) called train, validation (or
 * val) and test; whatever is missing is split off the training data, deterministically.
 */
public record DatasetSpec(
        @Required @Size(max = 1024) @Pattern("^(s3|file)://.+") @JsonPropertyDescription("A file, or a folder with the data's files below it.")
        String uri,
        @Required @JsonPropertyDescription("How the data is stored.") Format format,
        @Default("text") @Size(max = 128) @JsonPropertyDescription("JSONL and CSV: the field that holds the text.") String textField,
        @Default("label") @Size(max = 128) @JsonPropertyDescription("JSONL and CSV: the field that holds the class.") String labelField,
        @Size(max = 10000) @JsonPropertyDescription("Class names in label order; found in the data when absent.") List<@Size(max = 256) String> classes,
        @Default("0.1") @Min(0.01) @Max(0.5) @JsonPropertyDescription("Part of the training data kept for validation when the data has no such split.")
        Double validation,
        @Default("0.2") @Min(0.01) @Max(0.5) @JsonPropertyDescription("Part of the data kept for the final test when the data has no such split.")
        Double test,
        @Min(8) @Max(100000000) @JsonPropertyDescription("Use at most this many training examples, drawn by the seed.") Long maxTrain,
        @Min(8) @Max(100000000) @JsonPropertyDescription("Use at most this many test examples, the same for every seed.") Long maxTest) {
    public enum Format {
        /** One folder a class. */
        ImageFolder,
        /** Tar shards, one sample a file stem: picture, and cls, txt or json with the class. */
        WebDataset,
        /** The MNIST file format, plain or gzipped. */
        IDX, JSONL, CSV
    }
}
