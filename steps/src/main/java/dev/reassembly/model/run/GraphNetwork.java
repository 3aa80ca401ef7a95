package dev.reassembly.model.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.Graph;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** A network that interprets its graph node by node. */
final class GraphNetwork implements Network {
    private static final int PLANS = 64;

    private final Program program;
    private final Weights weights;
    private final Leaves leaves;
    private final PtNDManager manager;
    private final PtNDManager host;
    private final DataType real;
    private final boolean mixed;
    private final Map<PlanKey, Plan> plans = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PlanKey, Plan> eldest) {
            return size() > PLANS;
        }
    };
    private Set<String> moving = Set.of();

    private record PlanKey(Set<String> given, List<String> wanted, boolean kept) {}

    GraphNetwork(Graph graph, Program program, PtNDManager manager, DataType real, boolean mixed) {
        this.program = program;
        this.manager = manager;
        this.host = manager.getDevice().equals(Device.cpu()) ? manager : manager.newSubManager(Device.cpu());
        this.real = real;
        this.mixed = mixed;
        this.weights = new Weights(graph, program, manager, host, real);
        this.leaves = new Leaves(program, weights.parameters());
    }

    @Override
    public List<String> parameters() {
        return List.copyOf(weights.parameters().keySet());
    }

    @Override
    public NDArray parameter(String name) {
        PtNDArray array = weights.parameters().get(name);
        if (array == null) {
            throw new IllegalArgumentException("'" + name + "' is not a parameter of the network");
        }
        return array;
    }

    @Override
    public void setTrainable(Collection<String> names) {
        names.forEach(this::parameter);
        Set<String> trainable = new HashSet<>(names);
        trainable.removeAll(weights.statistics());
        leaves.setTrainable(trainable);
    }

    @Override
    public Optional<NDArray> gradient(String name) {
        return leaves.gradient(name);
    }

    @Override
    public void forgetGradients() {
        leaves.forget();
    }

    @Override
    public void setMovingStatistics(Collection<String> scaleNames) {
        for (String name : scaleNames) {
            if (!weights.batchNormalisations().contains(name)) {
                throw new IllegalArgumentException("'" + name + "' is not the scale of a batch normalisation");
            }
        }
        moving = Set.copyOf(scaleNames);
    }

    @Override
    public List<String> batchNormalisations() {
        return weights.batchNormalisations();
    }

    @Override
    public NDManager manager() {
        return manager;
    }

    @Override
    public void close() {
        manager.close();
    }

    @Override
    public Map<String, NDArray> run(NDManager scope, Map<String, NDArray> inputs, List<String> outputs, Mode mode) {
        Map<String, NDArray> results = new LinkedHashMap<>();
        execute(inputs, plan(inputs.keySet(), outputs, true), mode, null, (name, array) -> {}, run -> {
            for (String name : outputs) {
                if (!results.containsKey(name)) {
                    NDArray result = run.take(program.slot(name));
                    result.attach(scope);
                    results.put(name, result);
                }
            }
        });
        return results;
    }

    /**
     * Runs all nodes once, within an {@link Allowance}, and hands each tensor that they make to the observer, which must not
     * keep it.
     */
    void observe(Map<String, NDArray> inputs, BiConsumer<String, NDArray> observer) {
        List<String> all = program.steps().stream().flatMap(step -> Arrays.stream(step.outputs()).boxed())
                .filter(slot -> slot >= 0).map(program::name).toList();
        execute(inputs, plan(inputs.keySet(), all, false), Mode.INFERENCE, new Allowance(), observer, run -> {});
    }

    private Plan plan(Set<String> given, List<String> wanted, boolean kept) {
        PlanKey key = new PlanKey(Set.copyOf(given), List.copyOf(wanted), kept);
        Plan plan = plans.get(key);
        if (plan == null) {
            BitSet slots = new BitSet();
            given.forEach(name -> slots.set(program.slot(name)));
            plan = Plan.of(program, slots, wanted.stream().mapToInt(program::slot).toArray(), kept);
            plans.put(key, plan);
        }
        return plan;
    }

    private interface Ending {
        void accept(Execution execution);
    }

    private void execute(Map<String, NDArray> inputs, Plan plan, Mode mode, Allowance allowance, BiConsumer<String, NDArray> observer,
            Ending ending) {
        boolean recording = JniUtils.isGradMode();
        if (mode == Mode.INFERENCE) {
            JniUtils.setGradMode(false);
        }
        try (PtNDManager device = manager.newSubManager(manager.getDevice());
                PtNDManager onHost = host == manager ? null : host.newSubManager(Device.cpu())) {
            RunContext context = new RunContext(device, onHost == null ? device : onHost, mode == Mode.TRAINING, moving, real,
                    mixed && mode == Mode.TRAINING);
            Execution execution = new Execution(program, weights, mode == Mode.TRAINING ? leaves : null, context, allowance);
            inputs.forEach((name, array) -> execution.feed(program.slot(name), accept(name, array)));
            List<Step> steps = plan.steps();
            for (int i = 0; i < steps.size(); i++) {
                execution.run(steps.get(i), observer);
                execution.close(plan.closed().get(i));
            }
            ending.accept(execution);
        } finally {
            JniUtils.setGradMode(recording);
        }
    }

    private static PtNDArray accept(String name, NDArray array) {
        if (array instanceof PtNDArray tensor && !tensor.isReleased()) {
            return tensor;
        }
        throw new InvalidInputException("input '" + name + "'", "is not an open tensor of the PyTorch engine");
    }
}
