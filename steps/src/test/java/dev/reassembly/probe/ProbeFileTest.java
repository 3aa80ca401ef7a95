package dev.reassembly.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.similarity.CenteredGram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeFileTest {
    @TempDir
    Path folder;

    @Test
    void comesBackUnchangedToTheLastBit() throws IOException {
        ProbeResult result = result();
        Path file = folder.resolve("probe.bin");
        ProbeFile.write(result, file);
        ProbeResult back = ProbeFile.read(file);
        assertThat(back).usingRecursiveComparison().isEqualTo(result);
        assertThat(Files.list(folder)).containsExactly(file);
    }

    @Test
    void saysWhichFileIsCutShortOrOfAnotherKind() throws IOException {
        Path file = folder.resolve("probe.bin");
        ProbeFile.write(result(), file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 3));
        assertThatThrownBy(() -> ProbeFile.read(file)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("probe.bin").hasMessageContaining("cut short");
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Files.write(file, text.replace("\"version\":1", "\"version\":9").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> ProbeFile.read(file)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("probe version 9").hasMessageContaining("probe version 1");
    }

    private static ProbeResult result() {
        Random random = new Random(1);
        float[] narrow = floats(random, 10 * 3);
        float[] wide = floats(random, 10 * 5000);
        List<List<float[]>> grams = List.of(CenteredGram.of(narrow, 10, 5, 3), CenteredGram.of(wide, 10, 5, 5000));
        return new ProbeResult("minilm", 10, List.of(narrow, wide), List.of(3, 5000), grams, 5,
                new int[] {0, 1, 2, 0, 1, 2, 0, 1, 2, 0}, List.of(0.125, 1.0 / 3));
    }

    private static float[] floats(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
