package dev.reassembly.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyRidgeTest {
    @ParameterizedTest(name = "{0} samples, {1} channels, penalty {2}")
    @CsvSource({"40, 7, 0.3", "40, 7, 100", "30, 50, 0.5", "31, 31, 2", "33, 12, 1e-6"})
    void heldOutResidualsAreThoseOfRefittingWithoutTheFold(int samples, int channels, double penalty) {
        Random random = new Random(1);
        float[] features = ProxyDraws.normal(random, samples * channels);
        float[] targets = ProxyDraws.image(random, features, channels, 3, 0.7);
        List<int[]> folds = ProxyFolds.random(samples, 5, 3);
        DMatrixRMaj y = ProxyDraws.matrix(targets, samples, 3);
        DMatrixRMaj expected = NaiveRidge.heldOut(ProxyDraws.matrix(features, samples, channels), y, penalty, folds);
        DMatrixRMaj actual = new ProxyRidge(features, samples, channels).heldOutResiduals(y, penalty, folds);
        for (int i = 0; i < expected.data.length; i++) {
            assertThat(actual.data[i]).isCloseTo(expected.data[i], within(1e-6 * (1 + Math.abs(expected.data[i]))));
        }
    }

    @Test
    void repeatedChannelsDoNoHarm() {
        Random random = new Random(2);
        float[] once = ProxyDraws.normal(random, 30 * 4);
        float[] twice = new float[30 * 8];
        for (int i = 0; i < twice.length; i++) {
            twice[i] = once[i / 8 * 4 + i % 4];
        }
        DMatrixRMaj y = ProxyDraws.matrix(ProxyDraws.normal(random, 30), 30, 1);
        List<int[]> folds = ProxyFolds.random(30, 3, 3);
        DMatrixRMaj expected = NaiveRidge.heldOut(ProxyDraws.matrix(twice, 30, 8), y, 0.1, folds);
        assertThat(new ProxyRidge(twice, 30, 8).heldOutResiduals(y, 0.1, folds).data)
                .containsExactly(expected.data, within(1e-8));
    }

    @Test
    void theBestPenaltyMinimisesGeneralisedCrossValidation() {
        Random random = new Random(3);
        int samples = 25;
        int channels = 20;
        float[] features = ProxyDraws.normal(random, samples * channels);
        DMatrixRMaj y = ProxyDraws.matrix(ProxyDraws.image(random, features, channels, 2, 4), samples, 2);
        ProxyRidge ridge = new ProxyRidge(features, samples, channels);
        double[] multiples = {1e-4, 1e-2, 0.1, 0.5, 1, 3, 10, 100};
        double best = Double.NaN;
        double least = Double.POSITIVE_INFINITY;
        DMatrixRMaj x = ProxyDraws.matrix(features, samples, channels);
        for (double multiple : multiples) {
            double error = gcv(x, y, multiple * ridge.scale());
            if (error < least) {
                least = error;
                best = multiple * ridge.scale();
            }
        }
        assertThat(ridge.bestPenalty(y, multiples)).isEqualTo(best).isBetween(0.001 * ridge.scale(), 99 * ridge.scale());
    }

    /** RSS / (n - tr H)^2 with the dense hat matrix, obtained by fitting the unit vectors. */
    private static double gcv(DMatrixRMaj x, DMatrixRMaj y, double penalty) {
        int n = x.numRows;
        DMatrixRMaj identity = CommonOps_DDRM.identity(n);
        DMatrixRMaj design = new DMatrixRMaj(n, x.numCols + 1);
        for (int i = 0; i < n; i++) {
            design.set(i, 0, 1);
            for (int c = 0; c < x.numCols; c++) {
                design.set(i, c + 1, x.get(i, c));
            }
        }
        DMatrixRMaj normal = new DMatrixRMaj(x.numCols + 1, x.numCols + 1);
        CommonOps_DDRM.multTransA(design, design, normal);
        for (int i = 1; i < normal.numRows; i++) {
            normal.add(i, i, penalty);
        }
        DMatrixRMaj right = new DMatrixRMaj(x.numCols + 1, n);
        CommonOps_DDRM.multTransA(design, identity, right);
        DMatrixRMaj weights = new DMatrixRMaj(x.numCols + 1, n);
        CommonOps_DDRM.solve(normal, right, weights);
        DMatrixRMaj hat = CommonOps_DDRM.mult(design, weights, null);
        DMatrixRMaj residual = y.copy();
        CommonOps_DDRM.multAdd(-1, hat, y, residual);
        double sum = 0;
        for (double value : residual.data) {
            sum += value * value;
        }
        return sum / Math.pow(n - CommonOps_DDRM.trace(hat), 2);
    }

    @Test
    void foldsHoldEverySampleOnceAndSpreadTheClasses() {
        int[] labels = new int[47];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i < 10 ? 1 : 0;
        }
        List<int[]> folds = ProxyFolds.stratified(labels, 5, 9);
        assertThat(folds.stream().flatMapToInt(IntStream::of).sorted().toArray()).isEqualTo(IntStream.range(0, 47).toArray());
        for (int[] fold : folds) {
            assertThat(IntStream.of(fold).filter(i -> labels[i] == 1).count()).isEqualTo(2);
            assertThat(fold.length).isBetween(9, 10);
        }
        assertThat(ProxyFolds.stratified(labels, 5, 9).get(0)).isEqualTo(folds.get(0));
        assertThat(ProxyFolds.stratified(labels, 5, 10).get(0)).isNotEqualTo(folds.get(0));
    }

    @Test
    void constantFeaturesAreRefused() {
        assertThatThrownBy(() -> new ProxyRidge(new float[20], 10, 2)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("do not vary");
    }
}
