package dev.reassembly.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.data.Dataset;
import dev.reassembly.data.Example;
import dev.reassembly.data.Split;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ProbeSetTest {
    @Test
    void takesEquallyManyOfEachClass() throws IOException {
        assertThat(counts(draw(new Classes(500, 100, 60), 90, 1))).containsExactly(30, 30, 30);
        assertThat(counts(draw(new Classes(500, 100, 60), 91, 1))).containsExactlyInAnyOrder(30, 30, 31);
    }

    @Test
    void fillsUpFromTheOtherClassesWhereOneIsRare() throws IOException {
        assertThat(counts(draw(new Classes(500, 100, 6), 106, 1))).containsExactly(50, 50, 6);
        assertThat(counts(draw(new Classes(500, 20, 6), 106, 1))).containsExactly(80, 20, 6);
    }

    @Test
    void theSameSeedGivesTheSameExamplesInTheSameOrder() throws IOException {
        Classes dataset = new Classes(50, 40, 3);
        List<String> first = draw(dataset, 40, 7).stream().map(Example::id).toList();
        assertThat(draw(dataset, 40, 7).stream().map(Example::id)).containsExactlyElementsOf(first);
        assertThat(draw(dataset, 40, 8).stream().map(Example::id).toList()).isNotEqualTo(first);
    }

    @Property(tries = 200)
    void isAsEvenAsTheClassesAllow(@ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 40) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 250) int samples, @ForAll long seed) throws IOException {
        int[] available = sizes.stream().mapToInt(Integer::intValue).toArray();
        List<Example> drawn = draw(new Classes(available), samples, seed);
        int total = sizes.stream().mapToInt(Integer::intValue).sum();
        assertThat(drawn).hasSize(Math.min(samples, total));
        assertThat(drawn.stream().map(Example::id).distinct()).hasSameSizeAs(drawn);
        int[] counts = counts(drawn, available.length);
        for (int a = 0; a < counts.length; a++) {
            for (int b = 0; b < counts.length; b++) {
                // A class may only lag behind another by more than one when it has no more examples.
                assertThat(counts[a] >= counts[b] - 1 || counts[a] == available[a]).isTrue();
            }
        }
    }

    private static List<Example> draw(Dataset dataset, int samples, long seed) throws IOException {
        List<Example> drawn = new ArrayList<>();
        try (ProbeSet set = ProbeSet.open(dataset, samples, seed)) {
            set.forEachRemaining(drawn::add);
        }
        return drawn;
    }

    private static int[] counts(List<Example> examples) {
        return counts(examples, 3);
    }

    private static int[] counts(List<Example> examples, int classes) {
        int[] counts = new int[classes];
        examples.forEach(example -> counts[example.label()]++);
        return counts;
    }

    /** A data set with so many examples of each class. */
    private record Classes(int... sizes) implements Dataset {
        @Override
        public List<String> classes() {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < sizes.length; i++) {
                names.add("c" + i);
            }
            return names;
        }

        @Override
        public int size(Split split) {
            return all().size();
        }

        @Override
        public String digest() {
            return "";
        }

        @Override
        public Examples open(Split split) {
            return stream(all());
        }

        @Override
        public Examples shuffled(Split split, long seed) {
            List<Example> examples = all();
            Collections.shuffle(examples, new Random(seed));
            return stream(examples);
        }

        private List<Example> all() {
            List<Example> examples = new ArrayList<>();
            for (int label = 0; label < sizes.length; label++) {
                for (int i = 0; i < sizes[label]; i++) {
                    examples.add(new Example(label + "/" + i, new Example.Text("text"), label));
                }
            }
            return examples;
        }

        private static Examples stream(List<Example> examples) {
            Iterator<Example> iterator = examples.iterator();
            return new Examples() {
                @Override
                public boolean hasNext() {
                    return iterator.hasNext();
                }

                @Override
                public Example next() {
                    return iterator.next();
                }

                @Override
                public void close() {}
            };
        }
    }
}
