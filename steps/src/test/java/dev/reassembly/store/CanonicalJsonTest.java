package dev.reassembly.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {
    record Options(String name, Integer missing, float rate, double weight, long[] sizes, boolean on) {}

    @Test
    void sortsMembersAndLeavesOutNulls() {
        assertThat(CanonicalJson.of(new Options("a \"b\" ü\n", null, 0.1f, 1e-3, new long[] {3, 1}, true)))
                .isEqualTo("{\"name\":\"a \\\"b\\\" ü\\n\",\"on\":true,\"rate\":0.1,\"sizes\":[3,1],\"weight\":0.001}");
        Map<String, Object> unordered = new LinkedHashMap<>();
        unordered.put("b", Arrays.asList(1, null));
        unordered.put("a", Map.of());
        assertThat(CanonicalJson.of(unordered)).isEqualTo("{\"a\":{},\"b\":[1,null]}");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1.0,1", "1e0,1", "100,100", "1E2,100", "0.10,0.1", "-0.0,0", "0,0", "1e-7,0.0000001", "-2.50,-2.5",
        "1e300,1E300", "123e-40,123E-40", "12345678901234567890,12345678901234567890"})
    void writesANumberByItsValueAlone(String text, String canonical) {
        assertThat(CanonicalJson.of(CanonicalJson.parse(text))).isEqualTo(canonical);
        assertThat(CanonicalJson.of(new BigDecimal(text))).isEqualTo(canonical);
        if (canonical.length() < 16) {
            assertThat(CanonicalJson.of(Double.parseDouble(text))).isEqualTo(canonical);
        }
    }

    @Test
    void givesTheSameAfterBeingWrittenAndRead() throws Exception {
        Options options = new Options("x", 7, 3.3e-5f, 0.1 + 0.2, new long[] {Long.MAX_VALUE}, false);
        String written = StepFolder.WRITER.writeValueAsString(CanonicalJson.tree(options));
        assertThat(CanonicalJson.of(CanonicalJson.parse(written))).isEqualTo(CanonicalJson.of(options));
    }

    @Test
    void refusesWhatJsonCannotSay() {
        assertThatThrownBy(() -> CanonicalJson.of(List.of(Double.NaN))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
    }

    @Test
    void digestsAreThoseOfTheStandard() throws Exception {
        // FIPS 180-4 examples: the empty message and "abc".
        assertThat(Digests.sha256(new byte[0])).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(Digests.sha256("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void aKeyDependsOnEverythingButTheSubject() {
        Map<String, Object> parameters = Map.of("probe", Map.of("samples", 512));
        StepKey key = StepKey.of("probe", "1", "minilm", parameters, Map.of("model", "aa", "data", "bb"));
        assertThat(StepKey.of("probe", "1", "other", Map.of("probe", Map.of("samples", 512.0)),
                Map.of("data", "bb", "model", "aa")).hash()).isEqualTo(key.hash());
        assertThat(List.of(
                StepKey.of("inspect", "1", "minilm", parameters, key.inputs()),
                StepKey.of("probe", "2", "minilm", parameters, key.inputs()),
                StepKey.of("probe", "1", "minilm", Map.of("probe", Map.of("samples", 513)), key.inputs()),
                StepKey.of("probe", "1", "minilm", parameters, Map.of("model", "bb", "data", "aa"))))
                .extracting(StepKey::hash).doesNotHaveDuplicates().doesNotContain(key.hash());
    }
}
