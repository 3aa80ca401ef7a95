package dev.reassembly.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs a program and waits for it. Tests bound their time by JUnit's timeouts: an interrupt ends the program, too. */
final class Command {
    private Command() {}

    static Output run(List<String> command, Map<String, String> environment) {
        StringBuilder text = new StringBuilder();
        int status = run(command, environment, line -> text.append(line).append('\n'));
        return new Output(String.join(" ", command), status, text.toString());
    }

    /** @param lines gets each line when it comes */
    static int run(List<String> command, Map<String, String> environment, Consumer<String> lines) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            // On a thread of its own: a read from a pipe heeds no interrupt.
            Thread reading = new Thread(() -> {
                try (BufferedReader reader = process.inputReader()) {
                    reader.lines().forEach(lines);
                } catch (IOException | UncheckedIOException e) {
                    lines.accept("(its output cannot be read on: " + e.getMessage() + ")");
                }
            }, "output of " + command.get(0));
            reading.setDaemon(true);
            reading.start();
            try {
                int status = process.waitFor();
                reading.join();
                return status;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command.get(0), e);
        }
    }
}
