package dev.reassembly.data;

import dev.reassembly.api.v1alpha1.Preprocessing;
import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;

/** Makes the preprocessor that a zoo entry declares. */
public final class Preprocessors {
    private Preprocessors() {}

    /**
     * @param field where the declaration stands, for error messages, for example {@code spec.zoo[1].preprocessing}
     * @param source where the tokenizer file is read from
     * @throws InvalidInputException when the declaration is incomplete or the tokenizer cannot be used
     */
    public static Preprocessor create(Preprocessing preprocessing, String field, DataSource source) throws IOException {
        if (preprocessing == null || (preprocessing.image() == null) == (preprocessing.text() == null)) {
            throw new InvalidInputException(field, "must have exactly one of image and text");
        }
        if (preprocessing.image() != null) {
            return new PicturePreprocessor(preprocessing.image(), field + ".image");
        }
        return new TextPreprocessor(preprocessing.text(), field + ".text", source);
    }
}
