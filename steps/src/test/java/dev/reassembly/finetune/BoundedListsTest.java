package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A list's name is its items, each of which takes as many bytes as it has letters. */
class BoundedListsTest {
    private final BoundedLists lists = new BoundedLists(10);
    private final List<String> made = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();

    private void ask(String name) throws IOException {
        List<String> items = Arrays.asList(name.split(" "));
        List<String> found = new ArrayList<>();
        try (Pass<String> pass = lists.pass(name, String::length, () -> {
            made.add(name);
            return Pass.of(items.iterator(), () -> closed.add(name));
        })) {
            pass.forEachRemaining(found::add);
        }
        assertThat(found).isEqualTo(items);
    }

    @Test
    void whatIsKeptIsMadeOnce() throws IOException {
        ask("abc de");
        ask("abc de");
        assertThat(made).containsExactly("abc de");
        assertThat(closed).containsExactly("abc de");
    }

    @Test
    void whatWasNotAskedForTheLongestGoesFirst() throws IOException {
        ask("aaaa");
        ask("bbbb");
        ask("aaaa");
        ask("cccc");
        ask("aaaa");
        assertThat(made).containsExactly("aaaa", "bbbb", "cccc");
        ask("bbbb");
        assertThat(made).endsWith("bbbb").hasSize(4);
    }

    /** Two that take half of the room each fill it to the last byte. */
    @Test
    void whatIsTooLargeIsMadeForEachPassAndTakesNoRoom() throws IOException {
        ask("aaa bb");
        ask("ccc dd");
        made.clear();
        ask("aaa bb c");
        ask("aaa bb c");
        ask("aaa bb");
        ask("ccc dd");
        // Once more than it is asked for: only then is known that it is too large.
        assertThat(made).containsExactly("aaa bb c", "aaa bb c", "aaa bb c");
        assertThat(closed).hasSize(5);
    }

    @Test
    void nothingIsKeptAfterwards() throws IOException {
        ask("aaaa");
        lists.forget();
        ask("aaaa");
        assertThat(made).hasSize(2);
    }
}
