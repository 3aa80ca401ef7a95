package dev.reassembly.e2e;

import dev.reassembly.command.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The command line in a process of its own, which can have other environment variables and be killed. */
final class ChildRun {
    private ChildRun() {}

    /** Told of each line on standard error as it comes. */
    interface Listener {
        /** @return whether to kill the process now, as a node that goes down would */
        boolean killsAt(String line) throws IOException;
    }

    static Workbench.Ended run(Map<String, String> environment, List<String> arguments) throws Exception {
        return run(environment, arguments, line -> false);
    }

    static Workbench.Ended run(Map<String, String> environment, List<String> arguments, Listener listener) throws Exception {
        return run(environment, arguments, listener, ProcessHandle::destroyForcibly);
    }

    /** @param kill ends the process: forcibly, or as a cluster asks it to end */
    static Workbench.Ended run(Map<String, String> environment, List<String> arguments, Listener listener, Consumer<ProcessHandle> kill)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dai.djl.offline=true", "-Djava.awt.headless=true", Main.class.getName()));
        command.addAll(arguments);
        Path scratch = Files.createTempDirectory("child");
        command.add(1, "-Djava.io.tmpdir=" + scratch); // one that is killed leaves its natives there
        Path out = scratch.resolve("standard.out");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile());
        Stream.of("S3_ENDPOINT", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
                "AWS_SESSION_TOKEN")
                .forEach(builder.environment()::remove);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        StringBuilder err = new StringBuilder();
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line; (line = lines.readLine()) != null;) {
                err.append(line).append('\n');
                if (process.isAlive() && listener.killsAt(line)) {
                    kill.accept(process.toHandle()); // the process's own method would close the stream being read
                }
            }
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                throw new AssertionError("the process closed its output and does not end");
            }
            return new Workbench.Ended(process.exitValue(), Files.readString(out), err.toString());
        } finally {
            process.destroyForcibly();
            Folders.delete(scratch);
        }
    }
}
