package dev.reassembly.finetune;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.reassembly.data.Batch;
import dev.reassembly.data.Batches;
import dev.reassembly.data.Batching;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.Split;
import dev.reassembly.failure.StepFailedException;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.cut.Cut;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
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
 * <p>Memory: both networks, the activations of one batch, and four sets of {@link NormalEquations}.
 */
public final class StitchInitialiser {
    private static final int HELD_OUT = 5;

    private final Device device;
    private final Progress progress;
    private final int examples;
    private final int batchSize;
    private final long seed;

    /**
     * @param examples how many training examples the regressions see, a few hundred
     * @param seed draws them
     */
    public StitchInitialiser(Device device, Progress progress, int examples, int batchSize, long seed) {
        this.device = device;
        this.progress = progress;
        this.examples = examples;
        this.batchSize = batchSize;
        this.seed = seed;
    }

    /**
     * Fits all stitches that are not identities, from the first to the last.
     *
     * @param models the composition's models by name
     */
    public InitialisedStitches initialise(String candidate, Composition composition, Map<String, TargetModel> models,
            Dataset dataset) {
        Graph graph = composition.graph();
        List<StitchFit> fits = new ArrayList<>();
        int batches = Math.max(2, Math.min((examples + batchSize - 1) / batchSize,
                Batching.of(batchSize).batches(dataset.size(Split.TRAIN))));
        long stitches = composition.stitchLinearInputs().stream().filter(name -> name != null).count();
        if (stitches == 0) {
            return new InitialisedStitches(graph, fits);
        }
        try (Network assembled = NetworkLoader.load(graph, device);
                Progress.Work work = progress.start(candidate + ": fitting stitches", stitches * batches)) {
            for (int i = 1; i < composition.blocks().size(); i++) {
                if (composition.stitchLinearInputs().get(i) != null) {
                    TargetModel target = models.get(composition.blocks().get(i).model());
                    TargetModel source = models.get(composition.blocks().get(0).model());
                    graph = fit(i, composition, graph, assembled, source, target, dataset, batches, work, fits);
                }
            }
        } catch (IOException e) {
            throw new StepFailedException("reading the training data failed: " + e.getMessage(), e);
        }
        return new InitialisedStitches(graph, fits);
    }

    private Graph fit(int i, Composition composition, Graph graph, Network assembled, TargetModel source, TargetModel target,
            Dataset dataset, int batches, Progress.Work work, List<StitchFit> fits) throws IOException {
        String weightName = "s" + i + "/weight";
        String biasName = "s" + i + "/bias";
        List<Long> shape = graph.initializers().get(weightName).shape();
        try (Network own = NetworkLoader.load(target.graph(), device);
                Sums byPosition = new Sums(assembled.manager(), shape, true);
                Sums byExample = new Sums(assembled.manager(), shape, false)) {
            Sums used = byPosition;
            if (!accumulate(byPosition, i, composition, graph, assembled, own, source, target, dataset, batches, work)) {
                used = byExample;
                accumulate(byExample, i, composition, graph, assembled, own, source, target, dataset, batches, work);
            }
            RidgeChoice choice = RidgeChoice.of(used.fitted.moments(), used.held.moments());
            double before = AffineMap.of(graph.initializers().get(weightName), graph.initializers().get(biasName))
                    .explained(used.held.moments());
            used.fitted.add(used.held);
            NormalEquations.Moments all = used.fitted.moments();
            AffineMap map = AffineMap.ridge(all, choice.penalty());
            Map<String, Tensor> weights = Map.of(weightName, map.weightTensor(), biasName, map.biasTensor());
            weights.forEach((name, tensor) -> TensorMemory.write(assembled.parameter(name), tensor.data()));
            fits.add(new StitchFit(i, choice.explained(), before, choice.penalty(), Math.round(all.rows()), used == byPosition));
            work.note(String.format(Locale.ROOT, "R2 %.3f", choice.explained()));
            return graph.withInitializers(weights);
        }
    }

    /** Adds rows from all batches; false, at the first batch whose positions do not match when they have to. */
    private boolean accumulate(Sums sums, int i, Composition composition, Graph graph, Network assembled, Network own,
            TargetModel source, TargetModel target, Dataset dataset, int batches, Progress.Work work) throws IOException {
        Cut cut = target.chain().cuts().get(composition.blocks().get(i).from());
        FeatureRows rows = new FeatureRows(cut.feature(), graph.initializers().containsKey("s" + i + "/class_token"));
        try (Batches passes = Batches.open(dataset, Split.TRAIN, Batching.of(batchSize).shuffled(seed, 0),
                List.of(source.preprocessor(), target.preprocessor()))) {
            for (int batch = 0; batch < batches && passes.hasNext(); batch++) {
                List<Batch> pair = passes.next();
                try (NDManager scope = assembled.manager().newSubManager()) {
                    NDArray x = run(assembled, scope, MiniBatch.of(pair.get(0), composition.roles()),
                            composition.stitchLinearInputs().get(i));
                    NDArray y = run(own, scope, MiniBatch.of(pair.get(1), target.chain().inputs()), cut.tensor());
                    FeatureRows.Pair made = sums.byPosition ? rows.byPosition(scope, x, pair.get(0), y, pair.get(1))
                            : rows.byExample(scope, x, pair.get(0), y, pair.get(1));
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

    private static NDArray run(Network network, NDManager scope, MiniBatch batch, String tensor) {
        return network.run(scope, batch.on(scope), List.of(tensor), Network.Mode.INFERENCE).get(tensor);
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
