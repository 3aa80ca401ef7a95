package dev.reassembly.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.junit.jupiter.api.Test;

/** Beside the same in Java, and by definition. */
class NativeMatricesTest {
    private final Random random = new Random(7);

    private DMatrixRMaj matrix(int rows, int columns) {
        return RandomMatrices_DDRM.rectangle(rows, columns, -1, 1, random);
    }

    private static void assertSame(DMatrixRMaj actual, DMatrixRMaj expected) {
        assertThat(actual.numRows).isEqualTo(expected.numRows);
        assertThat(actual.numCols).isEqualTo(expected.numCols);
        assertThat(actual.data).containsExactly(expected.data, within(1e-10));
    }

    @Test
    void products() {
        DMatrixRMaj a = matrix(4, 3);
        DMatrixRMaj b = matrix(3, 5);
        DMatrixRMaj c = matrix(6, 3);
        DMatrixRMaj d = matrix(4, 2);
        assertSame(NativeMatrices.times(a, b), CommonOps_DDRM.mult(a, b, null));
        assertSame(NativeMatrices.timesTransposed(a, c), CommonOps_DDRM.multTransB(a, c, null));
        assertSame(NativeMatrices.transposedTimes(a, d), CommonOps_DDRM.multTransA(a, d, null));
    }

    @Test
    void theInverseTimesTheMatrixIsTheIdentity() {
        DMatrixRMaj a = matrix(20, 20);
        assertSame(CommonOps_DDRM.mult(NativeMatrices.inverse(a), a, null), CommonOps_DDRM.identity(20));
    }

    @Test
    void theSpectrumDiagonalises() {
        DMatrixRMaj x = matrix(9, 12);
        DMatrixRMaj gram = CommonOps_DDRM.multTransA(x, x, null);
        NativeMatrices.Spectrum spectrum = NativeMatrices.spectrum(gram);
        DMatrixRMaj vectors = spectrum.vectors();
        assertThat(spectrum.values()).hasSize(12).isSorted();
        // Of 12 channels and 9 samples three directions are empty.
        assertThat(spectrum.values()[2]).isCloseTo(0, within(1e-12));
        assertThat(spectrum.values()[3]).isGreaterThan(1e-3);
        assertSame(CommonOps_DDRM.multTransA(vectors, vectors, null), CommonOps_DDRM.identity(12));
        assertSame(CommonOps_DDRM.multTransA(vectors, CommonOps_DDRM.mult(gram, vectors, null), null), CommonOps_DDRM.diag(spectrum.values()));
    }
}
