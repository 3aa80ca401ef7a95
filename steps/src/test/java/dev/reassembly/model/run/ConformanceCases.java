package dev.reassembly.model.run;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * The backend node tests that come with the Python package {@code onnx}, as files. Made once, by a Python environment that is
 * made for it: the folder is named by the system property {@code conformance.cases}, the environment variable
 * {@code CONFORMANCE_CASES}, or is {@code target/conformance}; in it each version of the package has its own.
 */
final class ConformanceCases {
    static final CSVFormat CSV = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).setRecordSeparator('\n').get();
    private static final Path SCRIPTS = Path.of("src/test/conformance");
    private static final long MINUTES = 10;

    private ConformanceCases() {}

    /** What cannot be had here; the message says what is missing. */
    static final class Missing extends Exception {
        Missing(String message) {
            super(message);
        }
    }

    static List<ConformanceCase> load() throws Missing, IOException, InterruptedException {
        String named = System.getProperty("conformance.cases", System.getenv("CONFORMANCE_CASES"));
        Path home = named == null ? Path.of("target", "conformance") : Path.of(named);
        Path folder = home.resolve(Files.readString(SCRIPTS.resolve("requirements.txt")).strip().replace("==", "-"));
        Path index = folder.resolve("cases.csv");
        if (!Files.exists(index)) {
            collect(home, folder);
        }
        List<ConformanceCase> cases = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(index)) {
            for (CSVRecord row : CSV.parse(reader)) {
                cases.add(new ConformanceCase(row.get("case"), row.get("operator"), row.get("opset"),
                        Double.parseDouble(row.get("rtol")), Double.parseDouble(row.get("atol")), folder.resolve(row.get("case"))));
            }
        }
        return cases;
    }

    private static void collect(Path home, Path folder) throws Missing, IOException, InterruptedException {
        Files.createDirectories(folder);
        Path environment = home.resolve("venv");
        Path python = environment.resolve("bin/python").toAbsolutePath();
        run(home, "python3 with the modules venv and ensurepip", "python3", "-m", "venv", environment.toAbsolutePath().toString());
        run(home, "the Python packages of " + SCRIPTS.resolve("requirements.txt"), python.toString(), "-m", "pip", "install", "--quiet",
                "--disable-pip-version-check", "-r", SCRIPTS.resolve("requirements.txt").toString());
        run(home, "the backend tests of the Python package onnx", python.toString(), SCRIPTS.resolve("collect.py").toString(),
                folder.toAbsolutePath().toString());
    }

    private static void run(Path home, String what, String... command) throws Missing, IOException, InterruptedException {
        Path log = home.resolve("collect.log");
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        } catch (IOException e) {
            throw new Missing(what + " cannot be had: " + e.getMessage());
        }
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new Missing(what + " cannot be had within " + MINUTES + " minutes");
        }
        if (process.exitValue() != 0) {
            List<String> lines = Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
            throw new Missing(what + " cannot be had: " + (lines.isEmpty() ? "no output" : lines.get(lines.size() - 1)));
        }
    }
}
