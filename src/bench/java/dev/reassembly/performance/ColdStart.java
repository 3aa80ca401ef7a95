package dev.reassembly.performance;

import dev.reassembly.failure.StepFailedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * From the start of the steps' process, as their image starts it, until a step begins with its first batch: the JVM, its classes, PyTorch's libraries, the
 * model and the data set. Arguments: the launcher's argument file, and the command line of a step, in
 * which {@code {new}} stands for an empty folder.
 */
final class ColdStart {
    /** The first line of a step that trains or probes, printed once the network is loaded: {@code probe resnet: 0/256}. */
    private static final Pattern FIRST_BATCH = Pattern.compile("(probe|train|fine-tune|finetune) .*: 0/.*");
    private static final int STARTS = 5;

    private ColdStart() {}

    public static void main(String[] arguments) throws Exception {
        List<String> seconds = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            seconds.add(String.format(Locale.ROOT, "%.3f", start(List.of(arguments), System.out)));
        }
        System.out.println("{\"seconds\":" + seconds + "}");
    }

    /** Seconds until the first batch; the process goes on to its end, so that the next one starts on a quiet machine. */
    private static double start(List<String> arguments, PrintStream log) throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("cold-start");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        arguments.forEach(argument -> command.add(argument.replace("{new}", scratch.toString())));
        long began = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        double seconds = Double.NaN;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (Double.isNaN(seconds) && FIRST_BATCH.matcher(line).matches()) {
                    seconds = (System.nanoTime() - began) / 1e9;
                }
                log.println(line);
            }
        }
        int exit = process.waitFor();
        if (exit != 0 || Double.isNaN(seconds)) {
            throw new StepFailedException(command + " ended with exit status " + exit + (Double.isNaN(seconds) ? " and without a first batch" : ""));
        }
        return seconds;
    }
}
