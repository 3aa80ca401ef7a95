package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a user sees and finds after a command that did not do its work. */
final class Refusal {
    private final Workbench bench;
    private final Workbench.Ended ended;

    private Refusal(Workbench bench, Workbench.Ended ended) {
        this.bench = bench;
        this.ended = ended;
    }

    /** A mistake in the input: status 2 and, as the last line on standard error, one sentence that holds these parts. */
    static Refusal mistake(Workbench bench, Workbench.Ended ended, String... parts) throws IOException {
        return new Refusal(bench, ended).check(2, "error: ", parts);
    }

    /** Something that a retry may mend: status 1 and one sentence. */
    static Refusal failure(Workbench bench, Workbench.Ended ended, String... parts) throws IOException {
        return new Refusal(bench, ended).check(1, "failed: ", parts);
    }

    private Refusal check(int status, String start, String... parts) throws IOException {
        assertThat(ended.status()).as(ended.err()).isEqualTo(status);
        List<String> lines = ended.err().strip().lines().toList();
        assertThat(lines.get(lines.size() - 1)).startsWith(start).contains(parts);
        assertThat(lines).filteredOn(line -> line.startsWith("error: ") || line.startsWith("failed: ")).hasSize(1);
        assertThat(ended.err()).doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(ended.out()).isEmpty();
        nothingHalfWritten(bench.folder);
        return this;
    }

    /** The step that was under way is not taken for done. */
    void leavesUndone(String step) throws IOException {
        assertThat(ended.computed()).last().isEqualTo(step);
        int manifests = 0;
        for (Path file : files(bench.folder.resolve("store"))) {
            manifests += file.endsWith("manifest.json") ? 1 : 0;
        }
        assertThat(manifests).as("finished steps").isEqualTo(ended.computed().size() - 1);
    }

    /** No step has begun. */
    void leavesNothing() throws IOException {
        assertThat(ended.computed()).isEmpty();
        assertThat(files(bench.folder.resolve("store"))).isEmpty();
    }

    /** Nothing is delivered, every finished step has all its outputs, and no part of a file lies about. */
    private static void nothingHalfWritten(Path folder) throws IOException {
        assertThat(files(folder.resolve("out"))).isEmpty();
        assertThat(files(folder)).noneMatch(file -> file.getFileName().toString().startsWith(".unfinished"));
        // Whole copies of what lies in a bucket may stay for the next run; files that were being worked on may not.
        Path scratch = folder.resolve("scratch");
        assertThat(files(scratch))
                .allMatch(file -> file.startsWith(scratch.resolve("copies")) || file.startsWith(scratch.resolve("steps")));
        wholeResults(folder);
    }

    /** Where a manifest is, all outputs are; a result that is delivered last is not there yet. */
    static void wholeResults(Path folder) throws IOException {
        assertThat(folder.resolve("out/result.json")).doesNotExist();
        for (Path file : files(folder.resolve("store"))) {
            if (file.endsWith("manifest.json")) {
                JsonNode manifest = new ObjectMapper().readTree(file.toFile());
                for (JsonNode output : manifest.get("outputs")) {
                    assertThat(file.resolveSibling(manifest.get("attempt").asText()).resolve(output.get("name").asText())).hasSize(output.get("bytes").asLong());
                }
            }
        }
    }

    static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }
}
