package dev.reassembly.progress;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/** Chooses how progress is shown. It goes to standard error, so that standard output stays clean for results. */
public final class ProgressFactory {
    private ProgressFactory() {}

    /** For this process: what standard error is connected to, and {@code ARGO_PROGRESS_FILE} of the environment. */
    public static Progress create(ProgressStyle style) {
        return create(style, System.err, System.getenv(), Terminal.redraws(System.getenv()));
    }

    /** @param redraws whether {@code out} is a terminal that can redraw a line */
    static Progress create(ProgressStyle style, PrintStream out, Map<String, String> environment, boolean redraws) {
        boolean bar = style == ProgressStyle.BAR || style == ProgressStyle.AUTO && redraws;
        Progress shown = style == ProgressStyle.NONE ? Progress.SILENT
                : bar ? new TerminalProgress(out, () -> Terminal.width(environment), System::nanoTime)
                : new LineProgress(out, System::nanoTime);
        String file = environment.get("ARGO_PROGRESS_FILE");
        return file == null || file.isBlank() ? shown : new WorkflowProgress(shown, Path.of(file), System::nanoTime);
    }
}
