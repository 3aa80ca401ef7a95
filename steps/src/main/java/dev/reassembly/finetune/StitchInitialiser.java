package dev.reassembly.finetune;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.reassembly.data.Batch;
import dev.reassembly.failure.StepFailedException;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.cut.Cut;
import dev.reassembly.model.forward.ForwardNetwork;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.progress.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Starts the stitches of a composed network from least squares (as Stitchable Networks do, Pan et al. 2023): each is the
 * affine map that best carries what really arrives there, with the stitches before it fitted already, to what the next
 * block receives inside its own model for the same examples.
 *
 * <p>Rows are positions where both sides have the same ones: the same grid, or the same token ids. Otherwise they are the
 * means over each example's positions. Every fifth batch is kept out of the regression; the ridge penalty that does best
 * there is chosen, the reported R^2 is measured there, and the final map is fitted to all rows with that penalty.
 *
 * <p>Memory: one network, the activations of one batch, four sets of {@link NormalEquations}, and what {@link LayerActivations} keep.
 */
public final class StitchInitialiser {
    private static final int HELD_OUT = 5;

    private final Device device;
    private final Progress progress;
    private final LayerActivations activations;

    /** @param activations of the examples that the regressions see */
    public StitchInitialiser(Device device, Progress progress, LayerActivations activations) {
        this.device = device;
        this.progress = progress;
        this.activations = activations;
    }

    /**
     * Fits all stitches that are not identities, from the first to the last.
     *
     * @param models the composition's models by name
     */
    public InitialisedStitches initialise(String candidate, Composition composition, Map<String, TargetModel> models) {
        Graph graph = composition.graph();
        List<StitchFit> fits = new ArrayList<>();
        int batches = activations.examples().batches();
        long stitches = composition.stitchLinearInputs().stream().filter(name -> name != null).count();
        if (stitches == 0) {
            return new InitialisedStitches(graph, fits);
        }
        try (Progress.Work work = progress.start(candidate + ": fitting stitches", stitches * batches)) {
            for (int i = 1; i < composition.blocks().size(); i++) {
                if (composition.stitchLinearInputs().get(i) != null) {
                    graph = fit(i, composition.withGraph(graph), models, work, fits);
                }
            }
        } catch (IOException e) {
            throw new StepFailedException("reading the training data failed: " + e.getMessage(), e);
        }
        return new InitialisedStitches(graph, fits);
    }

    /** @param composition with the stitches before this one fitted */
    private Graph fit(int i, Composition composition, Map<String, TargetModel> models, Progress.Work work, List<StitchFit> fits) throws IOException {
        String weightName = "s" + i + "/weight";
        String biasName = "s" + i + "/bias";
        Graph graph = composition.graph();
        TargetModel source = models.get(composition.blocks().get(0).model());
        TargetModel target = models.get(composition.blocks().get(i).model());
        Cut cut = target.chain().cuts().get(composition.blocks().get(i).from());
        List<Long> shape = graph.initializers().get(weightName).shape();
        try (Continuation assembled = Continuation.behindFirstBlock(composition, source, activations, composition.stitchLinearInputs().get(i), device,
                progress);
                Sums byPosition = new Sums(assembled.manager(), shape, true);
                Sums byExample = new Sums(assembled.manager(), shape, false)) {
            FeatureRows rows = new FeatureRows(cut.feature(), graph.initializers().containsKey("s" + i + "/class_token"));
            Sides sides = new Sides(assembled, target, cut.index());
            Sums used = byPosition;
            if (!accumulate(byPosition, rows, sides, work)) {
                used = byExample;
                accumulate(byExample, rows, sides, work);
            }
            RidgeChoice choice = RidgeChoice.of(used.fitted.moments(), used.held.moments());
            double before = AffineMap.of(graph.initializers().get(weightName), graph.initializers().get(biasName))
                    .explained(used.held.moments());
            used.fitted.add(used.held);
            NormalEquations.Moments all = used.fitted.moments();
            AffineMap map = AffineMap.ridge(all, choice.penalty());
            fits.add(new StitchFit(i, choice.explained(), before, choice.penalty(), Math.round(all.rows()), used == byPosition));
            work.note(String.format(Locale.ROOT, "R2 %.3f", choice.explained()));
            return graph.withInitializers(Map.of(weightName, map.weightTensor(), biasName, map.biasTensor()));
        }
    }

    /** What x comes from, and what y does. */
    private record Sides(Continuation assembled, TargetModel target, int cut) {}

    /** Adds rows from all batches; false, at the first batch whose positions do not match when they have to. */
    private boolean accumulate(Sums sums, FeatureRows rows, Sides sides, Progress.Work work) throws IOException {
        try (Pass<Batch> xBatches = sides.assembled().batches(); Pass<Batch> yBatches = activations.batches(sides.target());
                Pass<Tensor> xs = sides.assembled().pass(); Pass<Tensor> ys = activations.at(sides.target(), sides.cut())) {
            for (int batch = 0; xs.hasNext(); batch++) {
                try (NDManager scope = sides.assembled().manager().newSubManager()) {
                    NDArray x = ForwardNetwork.on(scope, xs.next());
                    NDArray y = ForwardNetwork.on(scope, ys.next());
                    FeatureRows.Pair made = sums.byPosition ? rows.byPosition(scope, x, xBatches.next(), y, yBatches.next())
                            : rows.byExample(scope, x, xBatches.next(), y, yBatches.next());
                    if (made == null) {
                        return false;
                    }
                    // Held-out batches are spread over the data; of two batches the second is held out.
                    (batch % HELD_OUT == 1 ? sums.held : sums.fitted).add(made.x(), made.y(), made.kept());
                }
                work.advance(1);
            }
        }
        return true;
    }

    /** Moments for the regression and for judging it. */
    private static final class Sums implements AutoCloseable {
        final boolean byPosition;
        final NormalEquations fitted;
        final NormalEquations held;

        Sums(NDManager owner, List<Long> shape, boolean byPosition) {
            this.byPosition = byPosition;
            fitted = new NormalEquations(owner, shape.get(0).intValue(), shape.get(1).intValue());
            held = new NormalEquations(owner, shape.get(0).intValue(), shape.get(1).intValue());
        }

        @Override
        public void close() {
            fitted.close();
            held.close();
        }
    }
}
