package dev.reassembly.pipeline;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.api.v1alpha1.ModelReassemblySpec;
import dev.reassembly.api.v1alpha1.Preprocessing;
import dev.reassembly.api.v1alpha1.TextPreprocessing;
import dev.reassembly.api.v1alpha1.ZooModel;
import dev.reassembly.failure.InvalidInputException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextLengthsTest {
    @Test
    void oneLengthServesAllBlocksOfANetwork() {
        assertThatCode(() -> TextLengths.requireOne(zoo(64, 64))).doesNotThrowAnyException();
        assertThatThrownBy(() -> TextLengths.requireOne(zoo(64, 64, 128))).isInstanceOf(InvalidInputException.class)
                .hasMessage("spec.zoo[2].preprocessing.text.maxLength: found 128, but a model before it has 64; blocks of one network read texts of one"
                        + " length, so all models need the same");
    }

    private static ModelReassemblySpec zoo(int... lengths) {
        List<ZooModel> zoo = IntStream.of(lengths).mapToObj(length -> new ZooModel("m", "s3://m", null, null, null, null,
                new Preprocessing(null, new TextPreprocessing("s3://t", length)))).toList();
        return new ModelReassemblySpec(zoo, null, null, null, null, null, null, null, null, 0L, null, null, null);
    }
}
