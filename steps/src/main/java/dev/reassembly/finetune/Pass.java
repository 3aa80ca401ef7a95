package dev.reassembly.finetune;

import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** Things one after another; closing frees what makes them. */
interface Pass<T> extends Iterator<T>, AutoCloseable {
    @Override
    void close();

    /** Over what is in memory. */
    static <T> Pass<T> over(List<T> items) {
        return of(items.iterator(), () -> {});
    }

    static <T> Pass<T> of(Iterator<T> items, Runnable close) {
        return new Pass<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public T next() {
                return items.next();
            }

            @Override
            public void close() {
                close.run();
            }
        };
    }

    /** The same, each mapped when it is asked for. */
    default <R> Pass<R> map(Function<? super T, R> mapping) {
        Pass<T> from = this;
        return of(new Iterator<>() {
            @Override
            public boolean hasNext() {
                return from.hasNext();
            }

            @Override
            public R next() {
                return mapping.apply(from.next());
            }
        }, this::close);
    }
}
