package dev.reassembly.model.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A graph loaded on a device of DJL's PyTorch engine, run operator by operator. Intermediate tensors are closed at their
 * last use, in training too. Closing the network frees its parameters. Not thread safe.
 *
 * <p>Obtained from {@code NetworkLoader.load(Graph, Device)}.
 */
public interface Network extends AutoCloseable {
    /**
     * Names of the float initializers that are weights, in graph order, running statistics included. Those of rank 0 and
     * those that operators read as plain numbers (bounds of Clip, scales of Resize) are constants of formulas, such as an
     * epsilon or an exponent, and are not among them.
     */
    List<String> parameters();

    /**
     * The live tensor on the device; owned by the network. Updated in place by optimisers.
     *
     * @throws IllegalArgumentException for what is not a parameter
     */
    NDArray parameter(String name);

    /**
     * Which parameters receive gradients from now on; all others never do. Running statistics of batch normalisations
     * are never in this set.
     *
     * @throws IllegalArgumentException for what is not a parameter
     */
    void setTrainable(Collection<String> names);

    /**
     * The sum of what all backward passes since the gradients were last forgotten brought to a parameter, zeros for none. It belongs to the network's manager
     * until it is closed.
     *
     * @return empty where the parameter receives no gradients
     */
    Optional<NDArray> gradient(String name);

    /** Ends all gradients; the next backward pass begins new ones. */
    void forgetGradients();

    /**
     * Batch normalisations named here (by the node's scale input) use batch statistics and update their running ones in
     * {@link Mode#TRAINING}; all others always use their running statistics, so they cannot move. Empty at first. Running
     * statistics move by (1 - momentum) of the node; the variance that is kept is the unbiased one.
     *
     * @throws IllegalArgumentException for what is not such a scale
     */
    void setMovingStatistics(Collection<String> scaleNames);

    /** The scale inputs of all batch normalisation nodes. */
    List<String> batchNormalisations();

    /**
     * Runs the graph. Tensors that nothing wanted depends on are not computed; the others live until their last use.
     * Inputs stay the caller's and open. Returned tensors may share memory with inputs and parameters (a reshaped input
     * does), so neither should be changed in place.
     *
     * @param scope where inputs live and where the returned tensors are attached
     * @param inputs one tensor for each graph input, or for tensors inside the graph that should be taken as given: what
     *     only serves to compute those is then not run
     * @param outputs names of any tensors of the graph
     * @return the wanted tensors in the given order, attached to {@code scope}
     * @throws dev.reassembly.failure.InvalidInputException when an operator cannot run on these inputs; names the node
     */
    Map<String, NDArray> run(NDManager scope, Map<String, NDArray> inputs, List<String> outputs, Mode mode);

    NDManager manager();

    @Override
    void close();

    /** INFERENCE records no gradients; TRAINING does when a gradient collector is open. */
    enum Mode {
        INFERENCE, TRAINING
    }
}
