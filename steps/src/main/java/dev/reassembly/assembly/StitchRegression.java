package dev.reassembly.assembly;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.engine.NativeMatrices;
import dev.reassembly.probe.ProbeResult;
import dev.reassembly.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Ridge regressions between all pairs of cuts of a zoo. With the source's held-out residual operator R (see {@link ProxyRidge})
 * and the target's centred Gram matrix K = YY', the squared error over all channels is ||RY||^2 = tr(R'R K): one vector a source
 * and penalty, one a target, and a matrix product for all pairs. Of the penalties the one with the least held-out error is
 * taken for each pair; choosing one of {@code PENALTIES.length} numbers on all channels at once flatters R^2 negligibly.
 *
 * <p>Memory: for C cuts and n samples 2 C n^2 bytes of native memory for the targets, and some 60 n^2 bytes beside. Of the
 * samples only the first {@link #MAX_SAMPLES} are used, or fewer where the targets would pass {@link #TARGET_BYTES}.
 */
public final class StitchRegression {
    /** The most samples that are worth their cost: operations grow with the cube. */
    static final int MAX_SAMPLES = 512;
    static final long TARGET_BYTES = 1L << 30;
    private static final double[] PENALTIES = {1e-2, 1e-1, 1};

    private StitchRegression() {}

    /** Regresses every cut on every cut, as the zoo's probes give them. */
    public static StitchRegressionScores fit(List<ProbeResult> zoo, int folds, long seed, Progress progress) {
        List<Source> cuts = new ArrayList<>();
        for (ProbeResult model : zoo) {
            for (int cut = 1; cut <= model.features().size(); cut++) {
                cuts.add(new Source(model.model(), cut, model.features().get(cut - 1), model.channels().get(cut - 1)));
            }
        }
        int available = zoo.stream().mapToInt(ProbeResult::samples).min().orElseThrow();
        int samples = (int) Math.min(Math.min(available, MAX_SAMPLES), Math.sqrt((double) TARGET_BYTES / 2 / cuts.size()));
        List<int[]> split = ProxyFolds.random(samples, folds, seed);
        float[] values = new float[Math.multiplyExact(cuts.size(), cuts.size())];
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                Progress.Work work = progress.start("stitch regressions", cuts.size())) {
            NDArray targets = targets(manager, cuts, samples);
            for (int source = 0; source < cuts.size(); source++) {
                float[] errors = errors(manager, operators(cuts.get(source), samples, split), targets);
                for (int target = 0; target < cuts.size(); target++) {
                    double least = Double.POSITIVE_INFINITY;
                    for (int p = 0; p < PENALTIES.length; p++) {
                        least = Math.min(least, errors[p * cuts.size() + target]);
                    }
                    values[source * cuts.size() + target] = (float) (1 - least);
                }
                work.advance(1);
            }
        }
        return new StitchRegressionScores(zoo.stream().map(ProbeResult::model).toList(),
                zoo.stream().map(model -> model.features().size()).toList(), values);
    }

    private record Source(String model, int cut, float[] features, int channels) {}

    /** Row t: upper triangle of target t's Gram matrix over its trace, the summed variance that R^2 compares with. */
    private static NDArray targets(NDManager manager, List<Source> cuts, int samples) {
        int length = samples * (samples + 1) / 2;
        NDArray all = manager.create(new Shape(cuts.size(), length));
        for (int t = 0; t < cuts.size(); t++) {
            Source target = cuts.get(t);
            DMatrixRMaj y = ProxyRidge.centred(target.features(), samples, target.channels());
            DMatrixRMaj gram = NativeMatrices.timesTransposed(y, y);
            double trace = CommonOps_DDRM.trace(gram);
            if (!(trace > 0) || !Double.isFinite(trace)) {
                throw new InvalidInputException("model " + target.model() + ", cut " + target.cut(),
                        "its features must be finite and must vary over the probe samples");
            }
            float[] packed = packed(gram, 1 / trace);
            try (NDManager scope = manager.newSubManager()) {
                all.set(new NDIndex("{}", t), scope.create(packed));
            }
        }
        return all;
    }

    /** For each penalty R'R, packed like the targets, with the entries off the diagonal doubled. */
    private static float[] operators(Source source, int samples, List<int[]> folds) {
        ProxyRidge ridge = new ProxyRidge(source.features(), samples, source.channels());
        int length = samples * (samples + 1) / 2;
        float[] rows = new float[PENALTIES.length * length];
        for (int p = 0; p < PENALTIES.length; p++) {
            DMatrixRMaj square = squared(ridge.residualOperator(PENALTIES[p] * ridge.scale(), folds));
            for (int i = 0; i < samples; i++) {
                square.set(i, i, square.get(i, i) / 2);
            }
            System.arraycopy(packed(square, 2), 0, rows, p * length, length);
        }
        return rows;
    }

    private static DMatrixRMaj squared(DMatrixRMaj operator) {
        return NativeMatrices.transposedTimes(operator, operator);
    }

    private static float[] errors(NDManager parent, float[] operators, NDArray targets) {
        try (NDManager scope = parent.newSubManager()) {
            long length = targets.getShape().get(1);
            NDArray left = scope.create(operators, new Shape(PENALTIES.length, length));
            NDArray view = targets.transpose();
            view.attach(scope);
            return left.matMul(view).toFloatArray();
        }
    }

    private static float[] packed(DMatrixRMaj symmetric, double factor) {
        int n = symmetric.numRows;
        float[] packed = new float[n * (n + 1) / 2];
        int at = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                packed[at++] = (float) (factor * symmetric.get(i, j));
            }
        }
        return packed;
    }
}
