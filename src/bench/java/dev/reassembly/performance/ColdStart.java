package dev.reassembly.performance;

import dev.reassembly.failure.StepFailedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * From the start of the steps' process, as their image starts it, until a step begins with its first batch: the JVM, its classes, PyTorch's libraries, the
 * model and the data set. Arguments: the launcher's argument file, and the command line of a step, in which {@code {new}} stands for an empty folder. A
 * first start is not counted: it leaves in that folder what steps before this one would have left, and files in the page cache. Each process is ended at
 * its first batch.
 */
final class ColdStart {
    /** What a step that probes or trains says once the network is loaded: {@code probe resnet: 0/256}, {@code a003: epoch 1/2: 0/32}. */
    private static final Pattern FIRST_BATCH = Pattern.compile("(probe .*|.*: epoch 1/\\d+): 0/\\d.*");
    private static final int STARTS = 5;

    private ColdStart() {}

    public static void main(String[] arguments) throws Exception {
        List<Double> seconds = new ArrayList<>();
        try (ScratchFolder folder = ScratchFolder.named("cold-start")) {
            List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
            for (String argument : arguments) {
                command.add(argument.replace("{new}", folder.path().toString()));
            }
            secondsToFirstBatch(command);
            for (int i = 0; i < STARTS; i++) {
                seconds.add(secondsToFirstBatch(command));
            }
        }
        Timing.print(Map.of("seconds", seconds));
    }

    static double secondsToFirstBatch(List<String> command) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(line);
                if (FIRST_BATCH.matcher(line).matches()) {
                    return (System.nanoTime() - began) / 1e9;
                }
            }
            throw new StepFailedException(command + " ended with exit status " + process.waitFor() + " before a first batch");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
