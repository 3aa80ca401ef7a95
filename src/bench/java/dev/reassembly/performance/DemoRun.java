package dev.reassembly.performance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.failure.StepFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A whole run beside what it spends in training. {@code run FOLDER COMMAND...} runs a command that prints JSON as {@code ./reassemble demo --output json}
 * does, {@code {new}} in it being an empty folder, leaves that in FOLDER and prints the seconds that the process took; {@code trainings FOLDER} prints how
 * many of them the steps of fine-tuning took.
 */
final class DemoRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRAINING = "finetune";

    private DemoRun() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[1]);
        double seconds = switch (arguments[0]) {
            case "run" -> run(folder, List.of(arguments).subList(2, arguments.length));
            case "trainings" -> trainings(Files.readString(outcome(folder)));
            default -> throw new InvalidInputException("arguments", "found " + arguments[0] + ", allowed are run and trainings");
        };
        Timing.print(Map.of("seconds", List.of(seconds)));
    }

    static double run(Path folder, List<String> words) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        try (ScratchFolder empty = ScratchFolder.in(folder)) {
            List<String> command = words.stream().map(word -> word.replace("{new}", empty.path().toString())).toList();
            long began = System.nanoTime();
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).redirectOutput(outcome(folder).toFile()).start();
            int exit = process.waitFor();
            double seconds = (System.nanoTime() - began) / 1e9;
            if (exit != 0) {
                throw new StepFailedException(command + " ended with exit status " + exit);
            }
            return seconds;
        }
    }

    /** @param output what the run printed, one JSON object in the last line */
    static double trainings(String output) throws IOException {
        String last = output.strip().lines().reduce("", (before, line) -> line);
        JsonNode seconds = JSON.readTree(last).path("seconds").path(TRAINING);
        if (!seconds.isNumber()) {
            throw new StepFailedException("the run says no seconds of " + TRAINING + ": " + last);
        }
        return seconds.asDouble();
    }

    private static Path outcome(Path folder) {
        return folder.resolve("outcome.json");
    }
}
