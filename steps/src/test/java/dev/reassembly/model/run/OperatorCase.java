package dev.reassembly.model.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import dev.reassembly.model.onnx.OnnxWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A graph of one node with its inputs, to be run here and by the oracle. */
final class OperatorCase {
    private final String operator;
    private final Map<String, Attribute> attributes = new LinkedHashMap<>();
    private final List<String> inputs = new ArrayList<>();
    private final Map<String, Tensor> fed = new LinkedHashMap<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private int outputs = 1;

    private OperatorCase(String operator) {
        this.operator = operator;
    }

    static OperatorCase of(String operator, Tensor... fed) {
        OperatorCase made = new OperatorCase(operator);
        for (Tensor tensor : fed) {
            made.feed(tensor);
        }
        return made;
    }

    OperatorCase feed(Tensor tensor) {
        String name = "in" + inputs.size();
        inputs.add(name);
        fed.put(name, tensor);
        return this;
    }

    OperatorCase constant(Tensor tensor) {
        String name = "in" + inputs.size();
        inputs.add(name);
        constants.put(name, tensor);
        return this;
    }

    OperatorCase longs(long... values) {
        return constant(Tensor.ofLongs(List.of((long) values.length), values));
    }

    OperatorCase number(float value) {
        return constant(Tensor.ofFloats(List.of(), value));
    }

    OperatorCase none() {
        inputs.add("");
        return this;
    }

    OperatorCase with(String attribute, long value) {
        attributes.put(attribute, new Attribute.Int(value));
        return this;
    }

    OperatorCase with(String attribute, float value) {
        attributes.put(attribute, new Attribute.Real(value));
        return this;
    }

    OperatorCase with(String attribute, String value) {
        attributes.put(attribute, new Attribute.Text(value));
        return this;
    }

    OperatorCase with(String attribute, Tensor value) {
        attributes.put(attribute, new Attribute.Constant(value));
        return this;
    }

    OperatorCase ints(String attribute, long... values) {
        List<Long> list = new ArrayList<>();
        for (long value : values) {
            list.add(value);
        }
        attributes.put(attribute, new Attribute.Ints(list));
        return this;
    }

    OperatorCase outputs(int count) {
        outputs = count;
        return this;
    }

    Graph graph(Map<String, Tensor> results) {
        List<ValueInfo> made = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            Tensor result = results.get("out" + i);
            names.add("out" + i);
            ElementType type = result == null ? ElementType.FLOAT : result.type();
            made.add(new ValueInfo("out" + i, type, result == null ? List.of()
                    : Collections.nCopies(result.shape().size(), -1L)));
        }
        List<ValueInfo> given = new ArrayList<>();
        fed.forEach((name, tensor) -> given.add(new ValueInfo(name, tensor.type(), tensor.shape())));
        return new Graph("case", given, made, List.of(new Node("node", "", operator, inputs, names, attributes)), constants);
    }

    Map<String, Tensor> runHere() {
        Map<String, Tensor> results = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            names.add("out" + i);
        }
        try (Network network = NetworkLoader.load(graph(Map.of()), Device.cpu());
                NDManager scope = network.manager().newSubManager()) {
            Map<String, NDArray> found = network.run(scope, RealNetworksTest.toDevice(scope, fed), names, Network.Mode.INFERENCE);
            found.forEach((name, array) -> results.put(name, Tensors.toHost(array)));
        }
        return results;
    }

    void check() throws Exception {
        Map<String, Tensor> found = runHere();
        Map<String, Tensor> expected = Oracle.run(OnnxWriter.toBytes(graph(found)), fed);
        found.forEach((name, tensor) -> Agreement.check(this + " " + name, tensor, expected.get(name), 1e-4, 0.1));
    }

    /** The same with all float inputs as initializers, so that gradients reach them. */
    OperatorCase withParameters() {
        OperatorCase made = new OperatorCase(operator).outputs(outputs);
        made.attributes.putAll(attributes);
        made.inputs.addAll(inputs);
        made.constants.putAll(constants);
        fed.forEach((name, tensor) -> (tensor.type() == ElementType.FLOAT ? made.constants : made.fed).put(name, tensor));
        return made;
    }

    String operator() {
        return operator;
    }

    Map<String, Tensor> fed() {
        return fed;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(operator);
        fed.values().forEach(t -> text.append(' ').append(t.type()).append(t.shape()));
        constants.forEach((name, t) -> text.append(" const ").append(t.shape()));
        attributes.forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
        return text.toString();
    }

    static List<Long> shape(long... dims) {
        List<Long> shape = new ArrayList<>();
        for (long dim : dims) {
            shape.add(dim);
        }
        return shape;
    }

    /** Standard normal numbers, the same for the same shape. */
    static Tensor normal(long... dims) {
        return map(dims, (random, i) -> (float) random.nextGaussian());
    }

    static Tensor positive(long... dims) {
        return map(dims, (random, i) -> 0.2f + random.nextFloat() * 2);
    }

    interface Filling {
        float value(Random random, int index);
    }

    static Tensor map(long[] dims, Filling filling) {
        List<Long> shape = shape(dims);
        int n = (int) shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
        Random random = new Random(shape.hashCode());
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = filling.value(random, i);
        }
        return Tensor.ofFloats(shape, values);
    }

    static Tensor longs(long[] dims, long... values) {
        return Tensor.ofLongs(shape(dims), values);
    }

    static Tensor bools(long[] dims, int... values) {
        return bytes(ElementType.BOOL, dims, values);
    }

    /** A tensor of a type of one byte. */
    static Tensor bytes(ElementType type, long[] dims, int... values) {
        ByteBuffer data = ByteBuffer.allocateDirect(values.length);
        for (int value : values) {
            data.put((byte) value);
        }
        return new Tensor(type, shape(dims), data.rewind());
    }
}
