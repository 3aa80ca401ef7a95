package dev.reassembly.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.api.v1alpha1.DatasetSpec.Format;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The bundled sentences, opened the way a run opens them. */
class SentimentDemoTest {
    private static final Path SENTENCES = Path.of("src/main/resources/demo/sentiment/sentences.jsonl");

    @Test
    void splitsAreDisjointCoverEverythingAndKeepTheClassesShare() throws IOException {
        Dataset data = Specs.open(SENTENCES, Format.JSONL);
        assertThat(data.classes()).containsExactly("negative", "positive");
        // 0.2 of 2,982 rounded, then 0.1 of the remaining 2,386 rounded.
        assertThat(data.size(Split.TEST)).isEqualTo(596);
        assertThat(data.size(Split.VALIDATION)).isEqualTo(239);
        assertThat(data.size(Split.TRAIN)).isEqualTo(2982 - 596 - 239);
        Set<String> ids = new HashSet<>();
        Set<String> texts = new HashSet<>();
        for (Split split : Split.values()) {
            List<Example> examples = Specs.all(data, split);
            assertThat(examples).hasSize(data.size(split));
            examples.forEach(example -> assertThat(ids.add(example.id())).isTrue());
            examples.forEach(example -> assertThat(texts.add(Specs.text(example))).isTrue());
            double positive = examples.stream().filter(example -> example.label() == 1).count();
            assertThat(positive).isCloseTo(examples.size() * 1490.0 / 2982, within(1.0));
        }
        assertThat(ids).hasSize(2982);
    }

    @Test
    void seedsRedrawTrainingDataButNeverWhatRunsAreJudgedBy() throws IOException {
        Dataset one = limited(1);
        Dataset again = limited(1);
        Dataset two = limited(2);
        assertThat(ids(one, Split.TEST)).hasSize(100).isEqualTo(ids(two, Split.TEST));
        assertThat(ids(one, Split.VALIDATION)).hasSize(239).isEqualTo(ids(two, Split.VALIDATION));
        assertThat(ids(one, Split.TRAIN)).hasSize(500).isEqualTo(ids(again, Split.TRAIN)).isNotEqualTo(ids(two, Split.TRAIN));
        assertThat(one.digest()).isEqualTo(again.digest()).isNotEqualTo(two.digest());
        // maxTest keeps part of the test split and moves nothing into another split.
        assertThat(ids(Specs.open(SENTENCES, Format.JSONL), Split.TEST)).containsAll(ids(one, Split.TEST));
        assertThat(ids(Specs.open(SENTENCES, Format.JSONL), Split.TRAIN)).containsAll(ids(one, Split.TRAIN));
    }

    @Test
    void shuffledOrderFollowsTheSeed() throws IOException {
        Dataset data = Specs.open(SENTENCES, Format.JSONL);
        List<String> one = order(data, 1);
        assertThat(one).isEqualTo(order(data, 1)).isNotEqualTo(order(data, 2)).isNotEqualTo(List.copyOf(new TreeSet<>(one)));
        assertThat(new TreeSet<>(one)).isEqualTo(ids(data, Split.TRAIN));
    }

    private static Dataset limited(long seed) throws IOException {
        return Datasets.open(Specs.spec(SENTENCES, Format.JSONL, null, 500L, 100L), seed, new FolderSource());
    }

    private static List<String> order(Dataset data, long seed) throws IOException {
        try (Dataset.Examples examples = data.shuffled(Split.TRAIN, seed)) {
            return Specs.drain(examples).stream().map(Example::id).toList();
        }
    }

    private static Set<String> ids(Dataset data, Split split) throws IOException {
        return new TreeSet<>(Specs.all(data, split).stream().map(Example::id).toList());
    }
}
