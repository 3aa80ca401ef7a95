package dev.reassembly.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019) and bias correction, as in PyTorch: with gradient g,
 * <pre>
 * m = b1 m + (1 - b1) g;  v = b2 v + (1 - b2) g^2
 * w = w (1 - rate decay) - rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps)
 * </pre>
 * Gradients are first scaled so that their joint 2-norm is at most {@code clip}. On the host all this is one pass over
 * memory, the same in every bit for any number of threads; on other devices it is the engine's own update. A group that rests
 * during the first updates is left alone until then, and its own t counts from there.
 *
 * <p>Memory: two floats a parameter beside the parameter and its gradient. Not thread safe.
 */
public final class AdamW implements AutoCloseable {
    static final double BETA1 = 0.9;
    static final double BETA2 = 0.999;
    static final double EPSILON = 1e-8;

    private final NDManager manager;
    private final Function<String, NDArray> gradients;
    private final double clip;
    private final List<Slot> slots = new ArrayList<>();
    private final HostAdamW onHost = new HostAdamW();
    private long steps;

    /**
     * One parameter with its recipe and moments.
     *
     * @param resting so many updates pass it by
     */
    record Slot(String name, NDArray weight, NDArray mean, NDArray variance, double rate, double decay, long resting) {
        Correction correction(long update) {
            return Correction.at(update - resting);
        }
    }

    /** Bias correction of update t (from 1), moved from the moments to the rate and to epsilon, so that v is used as it is. */
    record Correction(double rate, float epsilon) {
        static Correction at(long t) {
            double second = Math.sqrt(1 - Math.pow(BETA2, t));
            return new Correction(second / (1 - Math.pow(BETA1, t)), (float) (EPSILON * second));
        }
    }

    /**
     * @param owner its sub-manager holds the moments
     * @param groups which parameters are updated, and how
     * @param tensors the live parameters by name
     * @param gradients of those that no longer rest, by name; closed after use
     * @param clip largest joint 2-norm of all gradients; infinite for no bound
     */
    public AdamW(NDManager owner, List<ParameterGroup> groups, Map<String, NDArray> tensors, Function<String, NDArray> gradients, double clip) {
        if (!(clip > 0)) {
            throw new IllegalArgumentException("the bound on the gradient norm must be positive, not " + clip);
        }
        this.gradients = gradients;
        this.clip = clip;
        manager = owner.newSubManager();
        for (ParameterGroup group : groups) {
            for (String name : group.parameters()) {
                NDArray weight = tensors.get(name);
                slots.add(new Slot(name, weight, manager.zeros(weight.getShape()), manager.zeros(weight.getShape()),
                        group.learningRate(), group.weightDecay(), group.resting()));
            }
        }
    }

    /** Number of updates done so far. */
    public long steps() {
        return steps;
    }

    /**
     * One update from the parameters' gradients, which the caller ends afterwards.
     *
     * @param schedule multiplies every group's peak learning rate
     * @return the joint 2-norm of the gradients before clipping (0 when it is not bounded and not on the host); when it is not
     *     finite, nothing was updated
     */
    public double step(double schedule) {
        try (NDManager scope = manager.newSubManager()) {
            List<Slot> active = slots.stream().filter(slot -> slot.resting() <= steps).toList();
            List<NDArray> taken = new ArrayList<>(active.size());
            for (Slot slot : active) {
                NDArray gradient = gradients.apply(slot.name());
                gradient.attach(scope);
                taken.add(gradient);
            }
            boolean host = slots.isEmpty() || TensorMemory.onHost(slots.get(0).weight());
            HostAdamW.Gradients surveyed = host ? HostAdamW.survey(taken) : null;
            double norm = host ? surveyed.norm() : Double.isInfinite(clip) ? 0 : deviceNorm(scope, taken);
            if (!Double.isFinite(norm)) {
                return norm;
            }
            steps++;
            float scale = (float) Math.min(1, clip / (norm + 1e-12));
            if (host) {
                onHost.update(active, surveyed, steps, schedule, scale);
            } else {
                updateOnDevice(active, taken, steps, schedule, scale);
            }
            return norm;
        }
    }

    static void updateOnDevice(List<Slot> slots, List<NDArray> gradients, long update, double schedule, float scale) {
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            Correction correction = slot.correction(update);
            double rate = slot.rate() * schedule;
            slot.weight().getNDArrayInternal().adamUpdate(
                    new NDList(slot.weight(), gradients.get(i), slot.mean(), slot.variance()), new NDList(slot.weight()),
                    (float) rate, (float) (rate * correction.rate()), (float) slot.decay(), scale, -1,
                    (float) BETA1, (float) BETA2, correction.epsilon(), false, true);
        }
    }

    private static double deviceNorm(NDManager scope, List<NDArray> gradients) {
        NDArray sum = scope.zeros(new Shape());
        for (NDArray gradient : gradients) {
            try (NDArray squares = gradient.square(); NDArray total = squares.sum()) {
                sum.addi(total);
            }
        }
        return Math.sqrt(sum.getFloat());
    }

    /** The live moments by parameter name with the suffixes {@code .mean} and {@code .variance}, for a checkpoint. */
    Map<String, NDArray> moments() {
        Map<String, NDArray> moments = new LinkedHashMap<>();
        for (Slot slot : slots) {
            moments.put(slot.name() + ".mean", slot.mean());
            moments.put(slot.name() + ".variance", slot.variance());
        }
        return moments;
    }

    /** Continues after this many updates; the moments are written through {@link #moments()}. */
    void resumeAt(long stepsDone) {
        steps = stepsDone;
        onHost.forgetMoments();
    }

    @Override
    public void close() {
        manager.close();
    }
}
