package dev.reassembly.model.run;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What ONNX Runtime computes for a model. */
final class Oracle {
    private Oracle() {}

    static Map<String, Tensor> run(byte[] model, Map<String, Tensor> inputs) throws OrtException {
        Map<String, OnnxTensor> bound = new HashMap<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
            options.setIntraOpNumThreads(2);
            try (OrtSession session = OrtEnvironment.getEnvironment().createSession(model, options)) {
                for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
                    if (session.getInputNames().contains(input.getKey())) {
                        bound.put(input.getKey(), bind(input.getValue()));
                    }
                }
                Map<String, Tensor> outputs = new LinkedHashMap<>();
                try (OrtSession.Result result = session.run(bound)) {
                    for (var entry : result) {
                        outputs.put(entry.getKey(), read((OnnxTensor) entry.getValue()));
                    }
                }
                return outputs;
            }
        } finally {
            bound.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor bind(Tensor tensor) throws OrtException {
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        ByteBuffer data = tensor.data();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        return switch (tensor.type()) {
            case FLOAT -> OnnxTensor.createTensor(environment, data.asFloatBuffer(), shape);
            case INT64 -> OnnxTensor.createTensor(environment, data.asLongBuffer(), shape);
            case INT32 -> OnnxTensor.createTensor(environment, data.asIntBuffer(), shape);
            case BOOL -> OnnxTensor.createTensor(environment, data, shape, OnnxJavaType.BOOL);
            case UINT8 -> OnnxTensor.createTensor(environment, data, shape, OnnxJavaType.UINT8);
            case INT8 -> OnnxTensor.createTensor(environment, data, shape, OnnxJavaType.INT8);
            default -> throw new IllegalArgumentException("no input of type " + tensor.type());
        };
    }

    private static Tensor read(OnnxTensor tensor) {
        ByteBuffer source = tensor.getByteBuffer();
        ByteBuffer copy = ByteBuffer.allocateDirect(source.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        copy.put(source).rewind();
        ElementType type = switch (tensor.getInfo().type) {
            case FLOAT -> ElementType.FLOAT;
            case DOUBLE -> ElementType.DOUBLE;
            case INT64 -> ElementType.INT64;
            case INT32 -> ElementType.INT32;
            case BOOL -> ElementType.BOOL;
            case UINT8 -> ElementType.UINT8;
            case INT8 -> ElementType.INT8;
            default -> throw new IllegalArgumentException("no output of type " + tensor.getInfo().type);
        };
        return new Tensor(type, Arrays.stream(tensor.getInfo().getShape()).boxed().toList(), copy);
    }
}
