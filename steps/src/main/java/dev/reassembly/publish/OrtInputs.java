package dev.reassembly.publish;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.reassembly.data.Batch;
import dev.reassembly.data.HostTensor;
import dev.reassembly.data.InputRole;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.failure.StepFailedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;

/** The inputs of one run, which share the batch's memory; closing releases ONNX Runtime's handles. */
final class OrtInputs implements AutoCloseable {
    private final String subject;
    private final Map<String, OnnxTensor> tensors = new HashMap<>();

    OrtInputs(String subject) {
        this.subject = subject;
    }

    Map<String, OnnxTensor> tensors() {
        return tensors;
    }

    /** @param type what the network wants: float for pictures; int64, or int32 into which ids are converted, for text, and float for a mask */
    void bind(String name, OnnxJavaType type, InputRole role, Batch batch) {
        HostTensor tensor = batch.inputs().get(role);
        if (tensor == null) {
            throw new InvalidInputException(subject, "its input " + name + " is of the kind " + role
                    + ", but its preprocessing makes only " + batch.inputs().keySet());
        }
        try {
            tensors.put(name, create(name, type, role, tensor));
        } catch (OrtException e) {
            throw new StepFailedException(subject + ": ONNX Runtime does not take the input " + name + ": " + e.getMessage(), e);
        }
    }

    private OnnxTensor create(String name, OnnxJavaType type, InputRole role, HostTensor tensor) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        ByteBuffer data = tensor.data().duplicate().order(ByteOrder.nativeOrder());
        if (tensor.type() == HostTensor.Type.FLOAT && type == OnnxJavaType.FLOAT) {
            return OnnxTensor.createTensor(environment, data.asFloatBuffer(), tensor.shape());
        } else if (tensor.type() == HostTensor.Type.INT64 && type == OnnxJavaType.INT64) {
            return OnnxTensor.createTensor(environment, data.asLongBuffer(), tensor.shape());
        } else if (tensor.type() == HostTensor.Type.INT64 && type == OnnxJavaType.INT32) {
            LongBuffer ids = data.asLongBuffer();
            IntBuffer narrow = IntBuffer.allocate(ids.remaining());
            while (ids.hasRemaining()) {
                narrow.put(Math.toIntExact(ids.get()));
            }
            return OnnxTensor.createTensor(environment, narrow.flip(), tensor.shape());
        } else if (role == InputRole.MASK && type == OnnxJavaType.FLOAT) {
            LongBuffer mask = data.asLongBuffer();
            FloatBuffer floats = FloatBuffer.allocate(mask.remaining());
            while (mask.hasRemaining()) {
                floats.put(mask.get());
            }
            return OnnxTensor.createTensor(environment, floats.flip(), tensor.shape());
        }
        throw new InvalidInputException(subject, "its input " + name + " takes " + type + ", but the preprocessing makes "
                + tensor.type());
    }

    @Override
    public void close() {
        tensors.values().forEach(OnnxTensor::close);
    }
}
