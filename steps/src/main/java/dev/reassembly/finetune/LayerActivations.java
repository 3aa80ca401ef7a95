package dev.reassembly.finetune;

import ai.djl.Device;
import dev.reassembly.data.Batch;
import dev.reassembly.data.Batches;
import dev.reassembly.data.HostTensor;
import dev.reassembly.data.InputRole;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.FixedBatch;
import dev.reassembly.model.forward.ForwardNetwork;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.progress.Progress;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What leaves layers of the zoo's models for the {@link FitExamples}, batch by batch. Candidates share blocks, so it is computed once and kept while there
 * is room; what is too large is computed for each pass. Which of the two happens changes no bit.
 *
 * <p>Memory: the bytes given, on the heap and in direct buffers, and one batch.
 */
public final class LayerActivations {
    private final FitExamples examples;
    private final Device device;
    private final Progress progress;
    private final BoundedLists kept;

    /** Keeps no more bytes than a training does: {@link FrozenPrefix#defaultBytes}. */
    public LayerActivations(FitExamples examples, Device device, Progress progress) {
        this(examples, device, progress, FrozenPrefix.defaultBytes());
    }

    /** @param mostBytes that are kept, of all models and layers together */
    LayerActivations(FitExamples examples, Device device, Progress progress, long mostBytes) {
        this.examples = examples;
        this.device = device;
        this.progress = progress;
        this.kept = new BoundedLists(mostBytes);
    }

    FitExamples examples() {
        return examples;
    }

    /** Frees what is kept. */
    public void forget() {
        kept.forget();
    }

    /** The examples as the model wants them, but without pictures: labels, and the inputs that are texts. */
    Pass<Batch> batches(TargetModel model) throws IOException {
        return kept.pass(model.name(), LayerActivations::bytes, () -> inputs(model).map(LayerActivations::withoutPictures));
    }

    private static Batch withoutPictures(Batch batch) {
        Map<InputRole, HostTensor> inputs = new EnumMap<>(InputRole.class);
        inputs.putAll(batch.inputs());
        inputs.remove(InputRole.IMAGE);
        return new Batch(inputs, batch.labels(), batch.ids());
    }

    private static long bytes(Batch batch) {
        return batch.inputs().values().stream().mapToLong(input -> input.data().capacity()).sum();
    }

    /** The same with pictures, read and decoded for each pass. */
    Pass<Batch> inputs(TargetModel model) throws IOException {
        Batches batches = examples.open(model.preprocessor());
        return Pass.of(IntStream.range(0, examples.batches()).mapToObj(i -> batches.next().get(0)).iterator(), batches::close);
    }

    /**
     * What passes at a cut of a model for each of its {@link #batches}.
     *
     * @param cut from 1, the cut behind the first layer
     */
    Pass<Tensor> at(TargetModel model, int cut) throws IOException {
        return kept.pass(model.name() + " " + cut, tensor -> tensor.data().remaining(), () -> compute(model, cut));
    }

    private Pass<Tensor> compute(TargetModel model, int cut) throws IOException {
        Chain chain = model.chain();
        Pass<Batch> batches = inputs(model);
        try {
            ForwardNetwork network = ForwardNetwork.open(FixedBatch.free(model.graph(), chain.inputs()), List.of(chain.cuts().get(cut).tensor()), device,
                    model.name(), progress);
            Progress.Work work = progress.start(model.name() + ": activations behind layer " + cut, examples.batches());
            Pass<Tensor> computed = batches.map(batch -> {
                Tensor values = network.run(MiniBatch.of(batch, chain.inputs()).onHost()).get(0);
                work.advance(1);
                return values;
            });
            return Pass.of(computed, () -> {
                work.close();
                network.close();
                batches.close();
            });
        } catch (RuntimeException e) {
            batches.close();
            throw e;
        }
    }
}
