package dev.reassembly.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.api.v1alpha1.Preprocessing;
import dev.reassembly.api.v1alpha1.TextPreprocessing;
import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real tokenizers of the demo's zoo; the ids are BERT's published vocabulary (hello 7592, world 2088, [CLS] 101, [SEP] 102). */
class TextPreprocessorTest {
    private static final String MINILM = "all-minilm-l6-v2-tokenizer.json";

    @ParameterizedTest
    @ValueSource(strings = {MINILM, "e5-small-v2-tokenizer.json", "bge-small-en-v1.5-tokenizer.json"})
    void idsMaskAndTypesPaddedToTheLongestOfTheBatch(String file) throws IOException {
        try (Preprocessor tokens = create(zoo(file), 128)) {
            Batch batch = tokens.encode(List.of(text("a", "hello world", 1), text("b", "Hello, world! Hello", 0)));
            assertThat(batch.labels()).containsExactly(1, 0);
            assertThat(batch.ids()).containsExactly("a", "b");
            assertThat(batch.inputs().get(InputRole.IDS).shape()).containsExactly(2, 7);
            assertThat(longs(batch, InputRole.IDS)).containsExactly(101, 7592, 2088, 102, 0, 0, 0,
                    101, 7592, 1010, 2088, 999, 7592, 102);
            assertThat(longs(batch, InputRole.MASK)).containsExactly(1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1);
            assertThat(longs(batch, InputRole.TYPES)).containsOnly(0).hasSize(14);
            assertThat(batch.inputs().values()).allSatisfy(tensor -> {
                assertThat(tensor.data().isDirect()).isTrue();
                assertThat(tensor.data().order()).isEqualTo(ByteOrder.nativeOrder());
                assertThat(tensor.data().remaining()).isEqualTo(14 * Long.BYTES);
            });
        }
    }

    /** The file itself asks for 128 tokens and padding to 128: the declaration decides, below and above. */
    @ParameterizedTest
    @ValueSource(ints = {8, 200})
    void cutsAtTheDeclaredLengthAndKeepsTheSpecialTokens(int maxLength) throws IOException {
        try (Preprocessor tokens = create(zoo(MINILM), maxLength)) {
            Batch batch = tokens.encode(List.of(text("a", "hello ".repeat(300), 0)));
            long[] ids = longs(batch, InputRole.IDS);
            assertThat(ids).hasSize(maxLength).startsWith(101).endsWith(102);
            assertThat(LongsOf.inner(ids)).containsOnly(7592);
        }
    }

    @Test
    void threadsShareOnePreprocessor() throws IOException {
        try (Preprocessor tokens = create(zoo(MINILM), 64)) {
            List<Example> examples = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                examples.add(text("e" + i, "hello ".repeat(1 + i % 7) + "world", 0));
            }
            List<long[]> alone = examples.stream().map(example -> longs(tokens.encode(List.of(example)), InputRole.IDS)).toList();
            List<long[]> together = IntStream.range(0, 64).parallel()
                    .mapToObj(i -> longs(tokens.encode(List.of(examples.get(i))), InputRole.IDS)).toList();
            for (int i = 0; i < 64; i++) {
                assertThat(together.get(i)).isEqualTo(alone.get(i)).hasSize(1 + i % 7 + 3);
            }
        }
    }

    @Test
    void refusesWhatIsNoTokenizerInOneSentence(@TempDir Path folder) throws IOException {
        Path broken = Files.writeString(folder.resolve("tokenizer.json"), "{\"version\": \"1.0\"}");
        assertThatThrownBy(() -> create(broken, 16)).isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("zoo[0].preprocessing.text.tokenizer: file://" + broken
                        + " is not a tokenizer in the Hugging Face JSON format")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> create(folder.resolve("absent.json"), 16)).isInstanceOf(InvalidInputException.class)
                .hasMessage("zoo[0].preprocessing.text.tokenizer: there is no file file://" + folder.resolve("absent.json"));
        assertThatThrownBy(() -> Preprocessors.create(new Preprocessing(null, null), "zoo[0].preprocessing", new FolderSource()))
                .hasMessage("zoo[0].preprocessing: must have exactly one of image and text");
    }

    @Test
    void refusesPictures() throws IOException {
        try (Preprocessor tokens = create(zoo(MINILM), 16)) {
            Example picture = new Example("cat/1.png", new Example.Image(1, 1, new byte[3]), 0);
            assertThatThrownBy(() -> tokens.encode(List.of(picture))).isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("prepares text, but the data set holds pictures (cat/1.png)");
        }
    }

    static Preprocessor create(Path tokenizer, int maxLength) throws IOException {
        return Preprocessors.create(new Preprocessing(null, new TextPreprocessing(FolderSource.uri(tokenizer), maxLength)),
                "zoo[0].preprocessing", new FolderSource());
    }

    static Path zoo(String file) {
        return Path.of(System.getProperty("zoo"), file);
    }

    static Example text(String id, String text, int label) {
        return new Example(id, new Example.Text(text), label);
    }

    static long[] longs(Batch batch, InputRole role) {
        return LongsOf.tensor(batch.inputs().get(role));
    }
}
