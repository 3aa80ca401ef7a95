package dev.reassembly.model.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;

/**
 * Opens files in ONNX Runtime on the CPU, with standard operators only. It is done on a thread with a large stack: ONNX Runtime 1.29 matches a regular
 * expression against the process's command line by recursion, so a long one (a class path of a hundred jars) overflows a usual stack and ends
 * the process.
 */
public final class OrtSessions {
    private static final long STACK_BYTES = 256L << 20;

    private OrtSessions() {}

    /** @param threads how many threads one run uses */
    public static OrtSession open(Path file, int threads) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            // Its threads would take the cores from the training engine's, with which they take turns: fitting stitches took a fifth longer.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL); // exceptions tell errors
            return onDeepStack(() -> OrtEnvironment.getEnvironment().createSession(file.toString(), options));
        }
    }

    private interface Opening {
        OrtSession open() throws OrtException;
    }

    private static OrtSession onDeepStack(Opening opening) throws OrtException {
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
