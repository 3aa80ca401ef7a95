package dev.reassembly.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.reassembly.data.Batch;
import dev.reassembly.data.HostTensor;
import dev.reassembly.data.InputRole;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** A batch on the device, under the names that a model's graph gives its inputs. */
public final class ModelInputs {
    private ModelInputs() {}

    /**
     * @param scope what the tensors are attached to
     * @param roles names of the graph's inputs
     * @param model what errors call the network
     * @throws InvalidInputException when the preprocessing makes no input that the model needs
     */
    public static Map<String, NDArray> of(NDManager scope, Batch batch, Chain.Inputs roles, String model) {
        Map<String, NDArray> inputs = new LinkedHashMap<>();
        named(batch, roles, model).forEach((name, tensor) -> inputs.put(name, tensor(scope, tensor)));
        return inputs;
    }

    /** The same on the host, as a graph's constants are. */
    public static Map<String, Tensor> onHost(Batch batch, Chain.Inputs roles, String model) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        named(batch, roles, model).forEach((name, tensor) -> inputs.put(name, new Tensor(
                tensor.type() == HostTensor.Type.INT64 ? ElementType.INT64 : ElementType.FLOAT, tensor.shape(), tensor.data())));
        return inputs;
    }

    private static Map<String, HostTensor> named(Batch batch, Chain.Inputs roles, String model) {
        Map<String, HostTensor> inputs = new LinkedHashMap<>();
        put(inputs, batch, InputRole.IMAGE, roles.image(), model);
        put(inputs, batch, InputRole.IDS, roles.ids(), model);
        put(inputs, batch, InputRole.MASK, roles.mask(), model);
        put(inputs, batch, InputRole.TYPES, roles.types(), model);
        return inputs;
    }

    private static void put(Map<String, HostTensor> inputs, Batch batch, InputRole role, String name, String model) {
        if (name == null) {
            return;
        }
        HostTensor tensor = batch.inputs().get(role);
        if (tensor == null) {
            throw new InvalidInputException("model " + model, "its input " + name + " is of the kind " + role
                    + ", but its preprocessing makes only " + batch.inputs().keySet());
        }
        inputs.put(name, tensor);
    }

    /** One input as a tensor on the scope's device; shares the host's memory where the device is the CPU. */
    public static NDArray tensor(NDManager scope, HostTensor tensor) {
        DataType type = tensor.type() == HostTensor.Type.INT64 ? DataType.INT64 : DataType.FLOAT32;
        return scope.create(tensor.data().duplicate().order(tensor.data().order()), new Shape(tensor.shape()), type);
    }
}
