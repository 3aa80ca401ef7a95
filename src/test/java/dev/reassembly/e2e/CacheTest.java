package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is computed again after a change, and what is not. All on one store that a first run has filled. */
class CacheTest {
    @TempDir
    static Path folder;
    static Workbench bench;
    static Workbench.Ended first;

    @BeforeAll
    static void firstRun() throws Exception {
        bench = Workbench.tiny(folder, "plain", "residual");
        first = bench.run("run", "--output", "json");
        assertThat(first.status()).as(first.err()).isZero();
        assertThat(first.hits()).isEmpty();
    }

    @Test
    void nothingChanged() throws Exception {
        Workbench.Ended second = ended(bench.run("run", "--output", "json"));
        assertThat(second.computed()).isEmpty();
        // Publishing asks the validation split again whom it chooses, and the test split nothing.
        assertThat(second.hits()).filteredOn(step -> !step.startsWith("evaluate "))
                .containsExactlyInAnyOrderElementsOf(first.computed().stream().filter(step -> !step.startsWith("evaluate ")).toList());
        assertThat(second.hits()).filteredOn(step -> step.startsWith("evaluate ")).containsExactly("evaluate parent-plain", "evaluate a01");
        assertThat(second.json().at("/cache/misses").asInt()).isZero();
        assertThat(second.json().at("/model")).isEqualTo(first.json().at("/model"));
    }

    @Test
    void otherEpochsTrainAnew() throws Exception {
        Workbench longer = variant("longer");
        longer.edit("epochs: 2", "epochs: 3");
        Workbench.Ended ended = ended(longer.run("run"));
        assertThat(ended.computed()).contains("publish stripes")
                .allMatch(step -> step.startsWith("finetune ") || step.startsWith("evaluate ") || step.equals("publish stripes"));
        assertThat(ended.err()).contains("differs in fineTuning.epochs (3, was 2)");
    }

    @Test
    void anotherBudgetSearchesAnew() throws Exception {
        Workbench wider = variant("wider");
        wider.edit("{parameters: 1M}", "{parameters: 2M}");
        Workbench.Ended ended = ended(wider.run("run"));
        // The same networks win under both bounds, and their training is known.
        assertThat(ended.computed()).containsExactly("assemble stripes", "publish stripes");
    }

    /** Pictures that are normalised otherwise give other features, and everything follows from these. */
    @Test
    void anotherNormalisationProbesAnew() throws Exception {
        Workbench otherwise = variant("otherwise");
        otherwise.edit("mean: [127.5]", "mean: [120]");
        Workbench.Ended ended = ended(otherwise.run("run"));
        assertThat(ended.computed()).contains("probe plain", "probe residual", "partition stripes", "assemble stripes", "finetune parent-plain",
                "publish stripes");
        assertThat(ended.hits()).doesNotContain("probe plain", "probe residual");
    }

    /** The report tells of the search, though it finds the same. */
    @Test
    void aLongerSearchIsReported() throws Exception {
        Workbench patient = variant("patient");
        ended(patient.run("run"));
        patient.edit("candidates: 1,", "candidates: 1, timeLimitSeconds: 7,");
        assertThat(ended(patient.run("run")).computed()).containsExactly("assemble stripes", "publish stripes");
    }

    /** Card, report and provenance name the addresses. */
    @Test
    void aModelThatMovedIsPublishedAnew() throws Exception {
        Workbench moved = variant("moved");
        ended(moved.run("run"));
        Files.createDirectories(folder.resolve("elsewhere"));
        Files.copy(folder.resolve("zoo/plain.onnx"), folder.resolve("elsewhere/plain.onnx"));
        moved.edit("/zoo/plain.onnx", "/elsewhere/plain.onnx");
        assertThat(ended(moved.run("run")).computed()).containsExactly("publish stripes");
        assertThat(Files.readString(folder.resolve("moved/provenance.json"))).contains("elsewhere/plain.onnx");
    }

    @Test
    void aThirdModelIsProbedAlone() throws Exception {
        Workbench larger = variant("larger");
        larger.add("transformer");
        Workbench.Ended ended = ended(larger.run("run", "--output", "json"));
        assertThat(ended.computed()).startsWith("inspect transformer", "probe transformer", "partition stripes",
                "assemble stripes");
        assertThat(ended.hits()).contains("inspect plain", "probe plain", "inspect residual", "probe residual",
                "finetune parent-plain",
                "finetune parent-residual");
        assertThat(ended.json().at("/parents")).hasSize(3);
    }

    @Test
    void aRenamedModelIsKnown() throws Exception {
        Workbench renamed = variant("renamed");
        renamed.edit("name: plain", "name: simple");
        Workbench.Ended ended = ended(renamed.run("run"));
        assertThat(ended.computed()).noneMatch(step -> step.matches("(stitch|measure|finetune) .*"));
    }

    @Test
    void freshComputesAll() throws Exception {
        Path other = folder.resolve("fresh");
        Workbench own = Workbench.tiny(other, "plain", "residual");
        Workbench.Ended before = ended(own.run("run", "--output", "json"));
        Workbench.Ended again = ended(own.run("run", "--fresh", "--output", "json"));
        assertThat(again.hits()).isEmpty();
        assertThat(again.computed()).containsExactlyElementsOf(before.computed());
        assertThat(again.json().at("/cache/hits").asInt()).isZero();
        assertThat(again.json().at("/model/sha256")).isEqualTo(before.json().at("/model/sha256"));
    }

    @Test
    void whatIsGoneIsDeliveredAgain() throws Exception {
        Workbench own = variant("gone");
        String sha256 = ended(own.run("run", "--output", "json")).json().at("/model/sha256").asText();
        Path model = folder.resolve("gone/model.onnx");
        Files.delete(model);
        Workbench.Ended again = ended(own.run("run", "--output", "json"));
        assertThat(again.computed()).isEmpty();
        assertThat(again.err()).contains("is gone or changed; delivering again");
        assertThat(model).isNotEmptyFile();
        assertThat(again.json().at("/model/sha256").asText()).isEqualTo(sha256).isEqualTo(Sha256.of(model));
    }

    @Test
    void whatWasTamperedWithIsDeliveredAgain() throws Exception {
        Workbench own = variant("tampered");
        ended(own.run("run"));
        Path model = folder.resolve("tampered/model.onnx");
        byte[] bytes = Files.readAllBytes(model);
        bytes[bytes.length / 2] ^= 1;
        Files.write(model, bytes);
        Workbench.Ended again = ended(own.run("run", "--output", "json"));
        assertThat(again.computed()).isEmpty();
        assertThat(Sha256.of(model)).isEqualTo(again.json().at("/model/sha256").asText());
    }

    /** A damaged stored result is noticed by its size or its digest and computed again, whichever step it is of. */
    @Test
    void aDamagedResultIsComputedAgain() throws Exception {
        Path other = folder.resolve("damaged");
        Workbench own = Workbench.tiny(other, "plain", "residual");
        String sha256 = ended(own.run("run", "--output", "json")).json().at("/model/sha256").asText();
        for (Path file : Refusal.files(other.resolve("store"))) {
            if (file.endsWith("probe.bin") || file.endsWith("network.onnx")) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length - 5] ^= 1;
                Files.write(file, bytes);
            }
        }
        Refusal.files(other.resolve("out")).forEach(file -> file.toFile().delete());
        Workbench.Ended again = ended(own.run("run", "--output", "json"));
        assertThat(again.err()).contains("is corrupt");
        assertThat(again.json().at("/model/sha256").asText()).isEqualTo(sha256);
    }

    /** On the same store, with an output folder of its own. */
    private static Workbench variant(String name) throws Exception {
        Workbench variant = bench.variant(name);
        variant.edit("/out/", "/" + name + "/");
        return variant;
    }

    private static Workbench.Ended ended(Workbench.Ended ended) {
        assertThat(ended.status()).as(ended.err()).isZero();
        return ended;
    }
}
