package dev.reassembly.finetune;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Lists that are kept while all of them take no more than some bytes; what was not asked for the longest goes first. A list of more than half of them is not
 * kept, so two that are in use at once fit together.
 */
final class BoundedLists {
    private final long mostBytes;
    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<String> tooLarge = new HashSet<>();
    private long bytes;

    private record Kept(List<?> items, long bytes) {}

    /** Makes a list's items. */
    interface Source<T> {
        Pass<T> open() throws IOException;
    }

    BoundedLists(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Over the items that are kept, or are made and kept now; a list that is too large is made anew for each pass. */
    @SuppressWarnings("unchecked") // a name always stands for the same type
    <T> Pass<T> pass(String name, ToLongFunction<T> size, Source<T> source) throws IOException {
        Kept found = kept.get(name);
        if (found == null && !tooLarge.contains(name)) {
            found = make(name, size, source);
        }
        return found == null ? source.open() : Pass.over((List<T>) found.items());
    }

    private <T> Kept make(String name, ToLongFunction<T> size, Source<T> source) throws IOException {
        List<T> items = new ArrayList<>();
        long sum = 0;
        try (Pass<T> pass = source.open()) {
            while (pass.hasNext()) {
                T item = pass.next();
                sum += size.applyAsLong(item);
                if (sum > mostBytes / 2) {
                    tooLarge.add(name);
                    return null;
                }
                items.add(item);
            }
        }
        Kept made = new Kept(items, sum);
        kept.put(name, made);
        bytes += sum;
        for (Iterator<Kept> oldest = kept.values().iterator(); bytes > mostBytes; oldest.remove()) {
            bytes -= oldest.next().bytes();
        }
        return made;
    }

    void forget() {
        kept.clear();
        bytes = 0;
    }
}
