package dev.reassembly.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.api.v1alpha1.DatasetSpec.Format;
import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches of the bundled sentences with the real tokenizers. */
class BatchesTest {
    private static final int SIZE = 32;
    private static Dataset data;
    private static Preprocessor minilm;
    private static Preprocessor shortBge;

    @BeforeAll
    static void openAll() throws IOException {
        data = Specs.open(Path.of("src/main/resources/demo/sentiment/sentences.jsonl"), Format.JSONL);
        minilm = TextPreprocessorTest.create(TextPreprocessorTest.zoo("all-minilm-l6-v2-tokenizer.json"), 128);
        shortBge = TextPreprocessorTest.create(TextPreprocessorTest.zoo("bge-small-en-v1.5-tokenizer.json"), 8);
    }

    @AfterAll
    static void closeAll() {
        minilm.close();
        shortBge.close();
    }

    @Test
    void everyExampleOnceInOrderAndTheLastBatchSmaller() throws IOException {
        List<List<Batch>> batches = read(Split.VALIDATION, Batching.of(SIZE), minilm);
        assertThat(batches).extracting(batch -> batch.get(0).size()).containsExactly(32, 32, 32, 32, 32, 32, 32, 15);
        assertThat(Batching.of(SIZE).batches(239)).isEqualTo(8);
        assertThat(ids(batches)).isEqualTo(Specs.all(data, Split.VALIDATION).stream().map(Example::id).toList());
        assertThat(labels(batches)).isEqualTo(Specs.all(data, Split.VALIDATION).stream().map(Example::label).toList());
        assertThat(read(Split.VALIDATION, Batching.of(SIZE).droppingLast(), minilm)).hasSize(7);
        assertThat(Batching.of(SIZE).droppingLast().batches(239)).isEqualTo(7);
    }

    @Test
    void severalModelsSeeTheSameExamples() throws IOException {
        for (List<Batch> batch : read(Split.VALIDATION, Batching.of(SIZE).shuffled(1, 0).bucketed(4), minilm, shortBge)) {
            assertThat(batch).hasSize(2);
            assertThat(batch.get(0).ids()).isEqualTo(batch.get(1).ids());
            assertThat(batch.get(1).inputs().get(InputRole.IDS).shape()[1]).isLessThanOrEqualTo(8);
            // Up to the shorter one's cut both tokenizers of the same vocabulary agree.
            assertThat(TextPreprocessorTest.longs(batch.get(0), InputRole.IDS)[1])
                    .isEqualTo(TextPreprocessorTest.longs(batch.get(1), InputRole.IDS)[1]);
        }
    }

    @Test
    void orderFollowsSeedAndEpochAlone() throws IOException {
        List<String> first = ids(read(Split.TRAIN, Batching.of(SIZE).shuffled(1, 0).bucketed(8), minilm));
        assertThat(ids(read(Split.TRAIN, Batching.of(SIZE).shuffled(1, 0).bucketed(8), minilm))).isEqualTo(first);
        assertThat(ids(read(Split.TRAIN, Batching.of(SIZE).shuffled(1, 1).bucketed(8), minilm))).isNotEqualTo(first)
                .containsExactlyInAnyOrderElementsOf(first);
        assertThat(ids(read(Split.TRAIN, Batching.of(SIZE).shuffled(2, 0).bucketed(8), minilm))).isNotEqualTo(first);
        assertThat(first).hasSize(data.size(Split.TRAIN)).doesNotHaveDuplicates();
    }

    @Test
    void goesOnAtAnyBatch() throws IOException {
        for (Batching batching : List.of(Batching.of(SIZE), Batching.of(SIZE).shuffled(5, 2).bucketed(16),
                Batching.of(SIZE).bucketed(3).droppingLast())) {
            List<List<Batch>> whole = read(Split.TRAIN, batching, minilm);
            assertThat(whole).hasSize(batching.batches(data.size(Split.TRAIN)));
            for (int from : new int[] {1, 17, 66, 67, 68, 200}) {
                List<List<Batch>> rest = read(Split.TRAIN, batching.startingAt(from), minilm);
                assertThat(ids(rest)).isEqualTo(ids(whole.subList(Math.min(from, whole.size()), whole.size())));
            }
        }
    }

    @Test
    void bucketsByLengthSavePaddingAndKeepRandomness() throws IOException {
        Batching plain = Batching.of(SIZE).shuffled(1, 0);
        double padded = padding(read(Split.TRAIN, plain, minilm));
        List<List<Batch>> bucketed = read(Split.TRAIN, plain.bucketed(16), minilm);
        assertThat(padding(bucketed)).isLessThan(padded / 2);
        // Short and long batches take turns: lengths do not simply rise within a window.
        long[] lengths = bucketed.stream().limit(16)
                .mapToLong(batch -> batch.get(0).inputs().get(InputRole.IDS).shape()[1]).toArray();
        assertThat(lengths).isNotEqualTo(LongStream.of(lengths).sorted().toArray());
    }

    @Test
    void failuresReachTheReaderAndClosingEarlyEndsTheThread(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("pets");
        for (int i = 0; i < 40; i++) {
            Path picture = file.resolve((i % 2 == 0 ? "cat/" : "dog/") + i + ".png");
            Files.createDirectories(picture.getParent());
            Files.writeString(picture, "no picture");
        }
        FolderSource source = new FolderSource();
        Dataset broken = Datasets.open(Specs.spec(file, Format.ImageFolder), 1, source);
        try (Batches batches = Batches.open(broken, Split.TRAIN, Batching.of(4), List.of(minilm))) {
            assertThatThrownBy(batches::next).isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("is not a PNG, JPEG, GIF or BMP picture");
            assertThatThrownBy(batches::hasNext).isInstanceOf(InvalidInputException.class);
        }
        Batches unread = Batches.open(data, Split.TRAIN, Batching.of(4), List.of(minilm));
        unread.next();
        unread.close();
        assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> thread.getName().equals("batches"));
        assertThat(source.open.get()).isZero();
    }

    private static double padding(List<List<Batch>> batches) {
        long tokens = 0;
        long places = 0;
        for (List<Batch> batch : batches) {
            tokens += LongStream.of(TextPreprocessorTest.longs(batch.get(0), InputRole.MASK)).sum();
            places += TextPreprocessorTest.longs(batch.get(0), InputRole.MASK).length;
        }
        return 1 - (double) tokens / places;
    }

    private static List<List<Batch>> read(Split split, Batching batching, Preprocessor... preprocessors) throws IOException {
        List<List<Batch>> result = new ArrayList<>();
        try (Batches batches = Batches.open(data, split, batching, List.of(preprocessors))) {
            batches.forEachRemaining(result::add);
        }
        return result;
    }

    private static List<String> ids(List<List<Batch>> batches) {
        return batches.stream().flatMap(batch -> batch.get(0).ids().stream()).toList();
    }

    private static List<Integer> labels(List<List<Batch>> batches) {
        return batches.stream().flatMap(batch -> IntStream.of(batch.get(0).labels()).boxed()).toList();
    }
}
