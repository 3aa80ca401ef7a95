package dev.reassembly.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No operator runs that is not compared with the oracle. */
class OperatorTableTest {
    /** Given no example: dropped by the reader, which makes their outputs those of their inputs. */
    private static final Set<String> WITHOUT_EXAMPLE = Set.of("Dropout");

    @Test
    void everyOperatorIsComparedWithTheOracle() {
        List<Supplier<Stream<OperatorCase>>> examples = List.of(ElementwiseTest::unary,
                ElementwiseTest::activations, ElementwiseTest::binary,
                ElementwiseTest::integers, ElementwiseTest::bits, ElementwiseTest::variadic, ElementwiseTest::logic, ElementwiseTest::casts,
                TensorOperatorsTest::reductions, TensorOperatorsTest::positions, TensorOperatorsTest::shapes,
                TensorOperatorsTest::slices, TensorOperatorsTest::indices, TensorOperatorsTest::created,
                TensorOperatorsTest::scattered, TensorOperatorsTest::chosen, TensorOperatorsTest::windows,
                TensorOperatorsTest::padded,
                SamplingOperatorsTest::tappedPoolings, SamplingOperatorsTest::sampling, SamplingOperatorsTest::nearest,
                SamplingOperatorsTest::quantised,
                LayerOperatorsTest::products, LayerOperatorsTest::convolutions, LayerOperatorsTest::transposedConvolutions,
                LayerOperatorsTest::poolings, LayerOperatorsTest::normalisations, LayerOperatorsTest::resizing);
        Set<String> compared = new TreeSet<>(WITHOUT_EXAMPLE);
        examples.forEach(stream -> stream.get().map(OperatorCase::operator).forEach(compared::add));
        assertThat(compared).containsExactlyElementsOf(OperatorTable.operators());
    }
}
