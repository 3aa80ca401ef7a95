package dev.reassembly.performance;

import dev.reassembly.data.Dataset;
import dev.reassembly.data.Example;
import dev.reassembly.data.Split;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Examples of one content, of all classes alike; for a preprocessor that does not look at it. */
record EmptyExamples(List<String> classes, Map<Split, Integer> sizes, Example.Content content) implements Dataset {
    @Override
    public int size(Split split) {
        return sizes.get(split);
    }

    @Override
    public String digest() {
        return "empty";
    }

    @Override
    public Examples open(Split split) {
        Iterator<Example> all = IntStream.range(0, size(split)).mapToObj(i -> new Example(split + " " + i, content, i % classes.size())).iterator();
        return new Examples() {
            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public Example next() {
                return all.next();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Examples shuffled(Split split, long seed) {
        return open(split);
    }
}
