package dev.reassembly.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.api.v1alpha1.DatasetSpec.Format;
import dev.reassembly.failure.StepFailedException;
import dev.reassembly.store.ObjectInfo;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data sets that are too large to be kept, and sources that fail. */
class StreamingTest {
    @TempDir
    private Path folder;

    @Test
    void shufflesWithinTheWindowAndGivesEveryExampleOnce() throws IOException {
        int count = 3 * ShuffleWindow.EXAMPLES;
        int[] read = {0};
        PendingStream source = PendingStream.over(IntStream.range(0, count)
                .peek(i -> read[0]++)
                .mapToObj(i -> new Pending("e", i, new Payload.OfText(""))).iterator());
        List<Integer> order = new ArrayList<>();
        int mostAhead = 0;
        try (ShuffleWindow window = new ShuffleWindow(source, new Random(1))) {
            for (Pending next; (next = window.next()) != null;) {
                order.add(next.label());
                mostAhead = Math.max(mostAhead, read[0] - order.size());
            }
        }
        assertThat(order).hasSize(count).doesNotHaveDuplicates();
        assertThat(mostAhead).isLessThanOrEqualTo(ShuffleWindow.EXAMPLES);
        assertThat(IntStream.range(0, count).filter(i -> order.get(i) == i).count()).isLessThan(50);
        // Within the window the order is random: the first outputs come from its whole length.
        assertThat(order.subList(0, 1000).stream().mapToInt(i -> i).average().orElseThrow())
                .isBetween(ShuffleWindow.EXAMPLES * 0.45, ShuffleWindow.EXAMPLES * 0.65);
    }

    @Test
    void payloadsBoundTheWindowToo() throws IOException {
        int[] read = {0};
        PendingStream source = PendingStream.over(IntStream.range(0, 100).peek(i -> read[0]++)
                .mapToObj(i -> new Pending("e" + i, 0, new Sized(16L << 20))).iterator());
        try (ShuffleWindow window = new ShuffleWindow(source, new Random(1))) {
            window.next();
            assertThat(read[0]).isEqualTo(4);
        }
    }

    @Test
    void onlyOnePartIsOpenAndNothingStaysOpen() throws IOException {
        for (int part = 0; part < 5; part++) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                lines.append("{\"text\": \"").append(part * 20 + i).append("\", \"label\": ").append(i % 2).append("}\n");
            }
            Files.writeString(folder.resolve("part" + part + ".jsonl"), lines);
        }
        FolderSource source = new FolderSource();
        Dataset data = Datasets.open(Specs.spec(folder, Format.JSONL), 1, source, 100);
        assertThat(source.opened.get()).isEqualTo(5);
        List<String> inOrder = Specs.ids(data, Split.TRAIN);
        List<String> shuffled = new ArrayList<>();
        try (Dataset.Examples examples = data.shuffled(Split.TRAIN, 4)) {
            examples.forEachRemaining(example -> shuffled.add(example.id()));
        }
        assertThat(Specs.all(data, Split.TRAIN).stream().map(example -> Integer.parseInt(Specs.text(example))))
                .isSorted().hasSize(72);
        assertThat(shuffled).containsExactlyInAnyOrderElementsOf(inOrder).isNotEqualTo(inOrder);
        try (Dataset.Examples left = data.open(Split.TRAIN)) {
            left.next();
            assertThat(source.open.get()).isEqualTo(1);
        }
        assertThat(source.open.get()).isZero();
        assertThat(source.mostOpen.get()).isEqualTo(1);
    }

    @Test
    void dataThatChangesAfterTheIndexIsAFailure() throws IOException {
        Path file = folder.resolve("a.jsonl");
        String line = "{\"text\": \"t\", \"label\": 0}\n{\"text\": \"t\", \"label\": 1}\n";
        Files.writeString(file, line.repeat(10));
        Dataset data = Datasets.open(Specs.spec(file, Format.JSONL), 1, new FolderSource(), 0);
        Files.writeString(file, line.repeat(9));
        assertThatThrownBy(() -> Specs.all(data, Split.TRAIN)).isInstanceOf(StepFailedException.class)
                .hasMessageContaining("changed while it was being read");
    }

    /** A lost connection must not be taken for a damaged file: the one is retried, the other is not. */
    @ParameterizedTest
    @CsvSource({"JSONL,a.jsonl", "CSV,a.csv", "WebDataset,a.tar", "IDX,train-images-idx3-ubyte"})
    void lostConnectionsAreNotTheUsersMistake(Format format, String name) throws IOException {
        Files.writeString(folder.resolve(name), "x");
        Files.writeString(folder.resolve("train-labels-idx1-ubyte"), "x");
        DataSource failing = new Failing();
        assertThatThrownBy(() -> Datasets.open(Specs.spec(folder.resolve(name), format), 1, failing))
                .isInstanceOf(StepFailedException.class).hasMessageEndingWith(name + " failed: connection reset");
    }

    /** A payload that says it is large. */
    private record Sized(long bytes) implements Payload {
        @Override
        public Example.Content load() {
            return new Example.Text("");
        }
    }

    private static final class Failing implements DataSource {
        private final FolderSource source = new FolderSource();

        @Override
        public InputStream open(String uri) throws IOException {
            return new FilterInputStream(source.open(uri)) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    throw new IOException("connection reset");
                }
            };
        }

        @Override
        public Optional<ObjectInfo> stat(String uri) throws IOException {
            return source.stat(uri);
        }

        @Override
        public List<ObjectInfo> list(String uri) throws IOException {
            return source.list(uri);
        }

        @Override
        public String sibling(String uri, String path) {
            return source.sibling(uri, path);
        }
    }
}
