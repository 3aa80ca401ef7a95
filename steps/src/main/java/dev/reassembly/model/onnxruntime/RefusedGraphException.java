package dev.reassembly.model.onnxruntime;

/** ONNX Runtime does not load or run a graph; the training engine may. */
public final class RefusedGraphException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedGraphException(String message, Throwable cause) {
        super(message, cause);
    }
}
