package dev.reassembly.model.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.onnx.Rewritten;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The ONNX standard's own backend tests have the outcomes that docs/conformance.csv says, and none is wrong. */
class ConformanceTest {
    private static final String REGENERATE = "docs/conformance.csv is not what the cases give now; after a look at the difference,"
            + " regenerate it by mvn -pl steps -am test -Dtest=ConformanceTest -Dsurefire.failIfNoSpecifiedTests=false"
            + " -Dconformance.write=true";

    @Test
    void everyCaseHasTheOutcomeOfTheTable() throws IOException, InterruptedException {
        List<ConformanceRow> found;
        Engine.getEngine(Devices.ENGINE); // Loads the native library.
        int threads = JniUtils.getNumThreads();
        try {
            JniUtils.setNumThreads(1); // The tensors are tiny.
            found = ConformanceCases.load().stream().map(ConformanceCase::run).toList();
        } catch (ConformanceCases.Missing e) {
            abort("the standard's backend tests are left out: " + e.getMessage());
            return;
        } finally {
            JniUtils.setNumThreads(threads);
        }
        if (Boolean.getBoolean("conformance.write")) {
            ConformanceTable.write(found);
            ConformanceDocument.write(found);
        }
        assertThat(found).as(REGENERATE).containsExactlyElementsOf(ConformanceTable.read());
    }

    @Test
    void thePageOfOperatorsCountsWhatTheTableHas() throws IOException {
        List<ConformanceRow> rows = ConformanceTable.read();
        List<String> page = ConformanceDocument.read();
        assertThat(ConformanceDocument.operators(page)).as("operators in docs/operators.md").doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(rows.stream().map(ConformanceRow::operator).distinct().toList());
        assertThat(page).as(REGENERATE).isEqualTo(ConformanceDocument.counted(page, rows));
    }

    @Test
    void noCaseIsWrong() throws IOException {
        assertThat(ConformanceTable.read()).filteredOn(row -> row.result().equals(ConformanceRow.FAILED)).isEmpty();
    }

    @Test
    void everyPassedOperatorIsSupported() throws IOException {
        Set<String> passed = new TreeSet<>();
        ConformanceTable.read().stream().filter(row -> row.result().equals(ConformanceRow.PASSED))
                .filter(row -> !row.name().contains("_expanded")).map(ConformanceRow::operator).forEach(passed::add);
        assertThat(passed).hasSizeGreaterThan(100);
        passed.removeAll(Rewritten.operators());
        assertThat(OperatorTable.operators()).containsAll(passed);
    }
}
