package dev.reassembly.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.reassembly.data.Batch;
import dev.reassembly.data.HostTensor;
import dev.reassembly.data.InputRole;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one step feeds a graph: tensors on the host by their names in the graph, class indices, and the examples' identities. */
record MiniBatch(Map<String, HostTensor> inputs, int[] labels, List<String> ids) {
    /** Gives the inputs of a batch the names they have in a graph; roles that the graph does not have are left out. */
    static MiniBatch of(Batch batch, Chain.Inputs roles) {
        Map<String, HostTensor> inputs = new HashMap<>();
        batch.inputs().forEach((role, tensor) -> {
            String name = name(role, roles);
            if (name != null) {
                inputs.put(name, tensor);
            }
        });
        return new MiniBatch(inputs, batch.labels(), batch.ids());
    }

    private static String name(InputRole role, Chain.Inputs roles) {
        return switch (role) {
            case IMAGE -> roles.image();
            case IDS -> roles.ids();
            case MASK -> roles.mask();
            case TYPES -> roles.types();
        };
    }

    int size() {
        return labels.length;
    }

    /** The inputs as a graph's constants are; they share the batch's memory. */
    Map<String, Tensor> onHost() {
        Map<String, Tensor> tensors = new HashMap<>();
        inputs.forEach((name, tensor) -> tensors.put(name, new Tensor(tensor.type() == HostTensor.Type.INT64 ? ElementType.INT64 : ElementType.FLOAT,
                tensor.shape(), tensor.data())));
        return tensors;
    }

    /** The inputs on the manager's device; on the host they share the batch's memory. */
    Map<String, NDArray> on(NDManager manager) {
        Map<String, NDArray> tensors = new HashMap<>();
        inputs.forEach((name, tensor) -> tensors.put(name, manager.create(tensor.data().duplicate().order(tensor.data().order()),
                new Shape(tensor.shape()), tensor.type() == HostTensor.Type.INT64 ? DataType.INT64 : DataType.FLOAT32)));
        return tensors;
    }
}
