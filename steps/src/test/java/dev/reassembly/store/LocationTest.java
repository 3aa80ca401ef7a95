package dev.reassembly.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.failure.InvalidInputException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTest {
    @ParameterizedTest
    @CsvSource({
        "s3://my-bucket/a/b.onnx, a/b.onnx, b.onnx",
        "s3://my-bucket/a b%20ü, a b%20ü, a b%20ü",
        "s3://my-bucket/runs/, runs/, ''",
        "s3://my-bucket, '', ''",
        "file:///data/m.onnx, data/m.onnx, m.onnx",
        "file:/data/m.onnx, data/m.onnx, m.onnx",
        "file:///data/a%20b, data/a b, a b",
        "file:///data/a b, data/a b, a b",
        "file:///data/100%, data/100%, 100%"})
    void readsBothKindsOfAddress(String uri, String key, String fileName) {
        Location location = Location.parse("uri", uri);
        assertThat(location.key()).isEqualTo(key);
        assertThat(location.fileName()).isEqualTo(fileName);
        assertThat(Location.parse("uri", location.uri())).as("its own form is read back").isEqualTo(location);
    }

    @Test
    void keepsWhatPathWrites() {
        Path path = Path.of("/tmp/ü 100% #1?.onnx");
        assertThat(Location.parse("uri", path.toUri().toString()))
                .isEqualTo(new Location.LocalFile(path.toString().substring(1)));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "http://host/x", "/data/m.onnx", "file://host/data", "file:data", "s3://", "s3:///key",
        "s3://UPPER/key", "s3://ab/key", "s3://bucket/../other", "s3://bucket/a/./b", "file:///a/../../etc/passwd",
        "file:///a%00b", "file:///a/%2e%2e/b"})
    void namesTheFieldOfABadAddress(String uri) {
        assertThatThrownBy(() -> Location.parse("spec.zoo[1].uri", uri)).isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("spec.zoo[1].uri: ").hasMessageNotContaining("\n");
    }

    @Test
    void findsTheNeighbourAndNothingOutside() {
        Location model = Location.parse("uri", "s3://my-bucket/zoo/m.onnx");
        assertThat(model.sibling("uri", "m.onnx.data").uri()).isEqualTo("s3://my-bucket/zoo/m.onnx.data");
        assertThat(model.sibling("uri", "weights/w.bin").uri()).isEqualTo("s3://my-bucket/zoo/weights/w.bin");
        assertThatThrownBy(() -> model.sibling("external data", "../secret")).isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("external data: ");
        assertThatThrownBy(() -> model.sibling("external data", "/etc/passwd")).isInstanceOf(InvalidInputException.class);
    }
}
