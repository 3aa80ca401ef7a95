package dev.reassembly.publish;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/**
 * Opens sessions on a thread with a large stack. ONNX Runtime 1.29 matches a regular expression against the process's command
 * line by recursion, so a long one (a class path of a hundred jars) overflows a usual stack and ends the process.
 */
final class DeepStack {
    private static final long STACK_BYTES = 256L << 20;

    private DeepStack() {}

    interface Opening {
        OrtSession open() throws OrtException;
    }

    static OrtSession call(Opening opening) throws OrtException {
        OrtSession[] session = new OrtSession[1];
        Throwable[] failure = new Throwable[1];
        Thread thread = new Thread(null, () -> {
            try {
                session[0] = opening.open();
            } catch (OrtException | RuntimeException | Error e) {
                failure[0] = e;
            }
        }, "onnxruntime", STACK_BYTES);
        thread.start();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure[0] instanceof OrtException e) {
            throw e;
        }
        if (failure[0] instanceof RuntimeException e) {
            throw e;
        }
        if (failure[0] instanceof Error e) {
            throw e;
        }
        return session[0];
    }
}
