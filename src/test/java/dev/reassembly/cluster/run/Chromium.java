package dev.reassembly.cluster.run;

import dev.reassembly.e2e.Folders;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A browser without a window. */
final class Chromium {
    private Chromium() {}

    /**
     * An opened page.
     *
     * @param dom the document as the browser made it
     * @param console what the browser said about it
     */
    record Page(String dom, String console) {}

    /** The first of the names it goes by that is on the PATH. */
    static Optional<String> find() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .filter(name -> Stream.of(System.getenv("PATH").split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, name)))).findFirst();
    }

    /** @param picture a PNG file for what a person would see */
    static Page open(String browser, URI address, Path picture) throws IOException, InterruptedException {
        Files.createDirectories(picture.getParent());
        Path profile = Files.createTempDirectory("chromium");
        try {
            run(browser, profile, address, "--screenshot=" + picture);
            return run(browser, profile, address, "--dump-dom");
        } finally {
            Folders.delete(profile);
        }
    }

    private static Page run(String browser, Path profile, URI address, String what) throws IOException, InterruptedException {
        Path out = profile.resolve("out.txt");
        Path err = profile.resolve("err.txt");
        Process process = new ProcessBuilder(List.of(browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                "--enable-logging=stderr", "--user-data-dir=" + profile, "--window-size=1100,2600", what, address.toString()))
                .redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError(browser + " does not end: " + Files.readString(err));
            }
            return new Page(Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }
}
