package dev.reassembly.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reassembly.api.v1alpha1.ModelReassemblySpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreparationTest {
    private static ModelReassemblySpec spec(String a, String b) throws Exception {
        String zoo = "{\"zoo\": [{\"name\": \"a\", \"uri\": \"s3://z/a.onnx\", \"preprocessing\": %s},"
                + " {\"name\": \"b\", \"uri\": \"s3://z/b.onnx\", \"preprocessing\": %s}]}";
        return new ObjectMapper().readValue(String.format(zoo, a, b), ModelReassemblySpec.class);
    }

    @Test
    void theFirstBlocksModelPreparesAndDifferencesAreTold() throws Exception {
        ModelReassemblySpec spec = spec(
                "{\"image\": {\"height\": 28, \"width\": 28, \"layout\": \"NCHW\", \"channels\": \"GRAY\", \"std\": [255]}}",
                "{\"image\": {\"height\": 32, \"width\": 30, \"layout\": \"NHWC\", \"channels\": \"RGB\", \"mean\": [127.5], \"std\": [255]}}");
        assertThat(Preparation.sentences(spec, List.of("a", "b", "a"))).startsWith("Its input is prepared as for a: GRAY NCHW 28 x 28,")
                .contains("b itself expects another size (32 x 30), another layout (NHWC), another order of channels (RGB), another mean ([127.5]);"
                        + " its blocks here read what the stitch before them makes of a's.").doesNotContain("another std");
        assertThat(Preparation.sentences(spec, List.of("b", "a"))).startsWith("Its input is prepared as for b: RGB NHWC 32 x 30,")
                .contains("a itself expects another size (28 x 28)");
        assertThat(Preparation.sentences(spec, List.of("a", "a"))).doesNotContain("itself");
    }

    @Test
    void tokenizersAndLengths() throws Exception {
        ModelReassemblySpec spec = spec("{\"text\": {\"tokenizer\": \"s3://z/a.json\", \"maxLength\": 64}}",
                "{\"text\": {\"tokenizer\": \"s3://z/b.json\", \"maxLength\": 128}}");
        assertThat(Preparation.sentences(spec, List.of("a", "b"))).isEqualTo("Its input is prepared as for a: tokenizer s3://z/a.json, at most"
                + " 64 tokens. b itself expects another tokenizer (s3://z/b.json), another length (128 tokens); its blocks here read what the"
                + " stitch before them makes of a's.");
    }
}
