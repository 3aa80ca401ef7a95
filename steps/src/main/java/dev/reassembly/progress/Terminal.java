package dev.reassembly.progress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the standard error stream is connected to. */
final class Terminal {
    private static final int USUAL_WIDTH = 80;

    private Terminal() {}

    /**
     * Whether standard error is a terminal that can redraw a line. {@code System.console()} speaks of standard input and
     * output, and must not decide: with {@code --output json} into a pipe the bar is still wanted.
     */
    static boolean redraws(Map<String, String> environment) {
        String kind = environment.get("TERM");
        if (kind == null || kind.isEmpty() || kind.equals("dumb")) {
            return false;
        }
        try {
            Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/2"));
            return target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty")
                    || target.toString().equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
    }

    /** Columns of the terminal: asked of {@code stty}, else from {@code COLUMNS}, else 80. */
    static int width(Map<String, String> environment) {
        try {
            Process stty = new ProcessBuilder("stty", "size").redirectInput(Path.of("/dev/tty").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            if (stty.waitFor(1, TimeUnit.SECONDS)) {
                String[] size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim().split(" ");
                if (size.length == 2) {
                    return width(size[1]);
                }
            }
        } catch (IOException e) {
            // No terminal or no stty: the environment may know.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return width(environment.get("COLUMNS"));
    }

    private static int width(String columns) {
        return columns != null && columns.matches("[1-9][0-9]{1,4}") ? Integer.parseInt(columns) : USUAL_WIDTH;
    }
}
