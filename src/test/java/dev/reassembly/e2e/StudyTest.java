package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study of two tiny networks' zoo, and what a run says of its scores without and with it. */
class StudyTest {
    private static final int ASSEMBLIES = 5;
    private static final int SEEDS = 2;
    @TempDir
    static Path folder;
    static Workbench bench;
    static JsonNode trustBefore;
    static Workbench.Ended study;
    static JsonNode json;

    @BeforeAll
    static void study() throws Exception {
        bench = Workbench.tiny(folder, "plain", "residual");
        bench.edit("validation: 0.25}", "validation: 0.25, maxTrain: 60}");
        assertThat(bench.run("run").status()).isZero();
        trustBefore = result();
        study = study(bench, "study");
        assertThat(study.status()).as(study.err()).isZero();
        json = read("study/study.json");
    }

    private static Workbench.Ended study(Workbench bench, String out) {
        return bench.run("study", "--assemblies", String.valueOf(ASSEMBLIES), "--seeds", String.valueOf(SEEDS), "--out",
                folder.resolve(out).toString());
    }

    private static JsonNode read(String file) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(file).toFile());
    }

    private static JsonNode result() throws IOException {
        return read("out/result.json").get("trust");
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    @Test
    void scoresAndTrainsEachAssemblyUnderEachSeed() throws Exception {
        List<JsonNode> trials = list(json.get("trials"));
        assertThat(trials).hasSize(ASSEMBLIES * SEEDS);
        Set<String> layers = new HashSet<>();
        for (JsonNode trial : trials) {
            layers.add(trial.get("layers").asText());
            assertThat(trial.get("layers").asText()).contains("plain[").contains("residual[");
            assertThat(trial.get("epochs")).hasSize(2);
            // 30 test pictures.
            assertThat(trial.get("test").asDouble() * 30).isCloseTo(Math.rint(trial.get("test").asDouble() * 30), within(1e-9));
            assertThat(trial.get("scores").fieldNames()).toIterable().contains("parameters", "flops", "programme", "cost-term", "stitch-term",
                    "last-block-probe", "stitch-r2-min", "stitch-r2-mean", "fitted-r2-mean", "joint-cka-mean", "replace-one", "probe-behind-stitch",
                    "logme-behind-stitch", "naswot", "grad-norm", "snip", "synflow");
            JsonNode scores = trial.get("scores");
            assertThat(scores.get("programme").asDouble())
                    .isCloseTo(scores.get("cost-term").asDouble() + scores.get("stitch-term").asDouble() + scores.get("last-block-probe").asDouble(), within(1e-9));
            assertThat(scores.get("stitch-r2-min").asDouble()).isLessThanOrEqualTo(scores.get("stitch-r2-mean").asDouble());
            // 32 probe pictures.
            double right = scores.get("probe-behind-stitch").asDouble() * 32;
            assertThat(right).isCloseTo(Math.rint(right), within(1e-9));
        }
        assertThat(layers).hasSize(ASSEMBLIES);
        assertThat(list(json.get("scores")).stream().map(score -> score.get("score").asText())).contains("ranks(probe,logme)", "ranks(probe,flops)");
    }

    /** A seed draws other training pictures, and with them other scores; what the blocks cost stays. */
    @Test
    void seedsRedrawExamplesAndKeepTheAssemblies() {
        List<JsonNode> trials = list(json.get("trials"));
        boolean differ = false;
        for (int a = 0; a < ASSEMBLIES; a++) {
            JsonNode first = trials.get(a);
            JsonNode second = trials.get(ASSEMBLIES + a);
            assertThat(second.get("layers")).isEqualTo(first.get("layers"));
            assertThat(second.at("/scores/flops")).isEqualTo(first.at("/scores/flops"));
            differ |= !second.at("/scores/logme-behind-stitch").equals(first.at("/scores/logme-behind-stitch"));
        }
        assertThat(differ).isTrue();
        assertThat(study.computed()).contains("probe plain", "probe residual").contains("draw stripes", "evaluate s05");
    }

    /** Taus counted anew, pair by pair, from the table that is delivered. */
    @Test
    void tausAreThoseOfTheTable() throws Exception {
        List<String> lines = Files.readString(folder.resolve("study/study.csv")).lines().toList();
        assertThat(lines).hasSize(1 + ASSEMBLIES * SEEDS);
        List<String> header = List.of(lines.get(0).split(","));
        int test = header.indexOf("test");
        for (String name : List.of("flops", "logme-behind-stitch", "snip", "validation-epoch-1")) {
            int column = header.indexOf(name);
            double sum = 0;
            int defined = 0;
            for (int seed = 0; seed < SEEDS; seed++) {
                List<double[]> points = new ArrayList<>();
                for (String line : lines.subList(1 + seed * ASSEMBLIES, 1 + (seed + 1) * ASSEMBLIES)) {
                    String[] cells = line.split(",", -1);
                    points.add(new double[] {Double.parseDouble(cells[column]), Double.parseDouble(cells[test])});
                }
                double tau = tau(points);
                if (!Double.isNaN(tau)) {
                    sum += tau;
                    defined++;
                }
            }
            JsonNode judged = list(name.startsWith("validation") ? json.get("epochs") : json.get("scores")).stream()
                    .filter(j -> j.get("score").asText().equals(name) || name.startsWith("validation")).findFirst().orElseThrow();
            if (defined == 0) {
                assertThat(judged.get("tau").isNull()).as(name).isTrue();
            } else {
                assertThat(judged.get("tau").asDouble()).as(name).isCloseTo(sum / defined, within(1e-9));
            }
        }
    }

    private static double tau(List<double[]> points) {
        double product = 0;
        double x = 0;
        double y = 0;
        for (double[] a : points) {
            for (double[] b : points) {
                product += Math.signum(a[0] - b[0]) * Math.signum(a[1] - b[1]);
                x += Math.abs(Math.signum(a[0] - b[0]));
                y += Math.abs(Math.signum(a[1] - b[1]));
            }
        }
        return product / Math.sqrt(x * y);
    }

    @Test
    void printsATableAndDrawsAPage() throws Exception {
        assertThat(study.out()).contains("5 random assemblies, each trained under 2 seeds").contains("tau-b").contains("probe-behind-stitch")
                .contains("validation after epoch 1").contains("another training");
        assertThat(Files.readString(folder.resolve("study/study.html"))).contains("<svg").contains("synflow").doesNotContain("<script");
    }

    @Test
    void aSecondStudyOnlyReports() throws Exception {
        Workbench.Ended again = study(bench, "again");
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.computed()).isEmpty();
        assertThat(read("again/study.json")).isEqualTo(json);
        assertThat(again.out()).isEqualTo(study.out());
    }

    /** Before the study a run has only its own networks to tell by; after it, it publishes again and says what the study found. */
    @Test
    void aLaterRunSaysWhatTheStudyFound() throws Exception {
        assertThat(trustBefore.get("source").asText()).isEqualTo("RUN");
        assertThat(trustBefore.get("networks").asInt()).isEqualTo(3);
        Workbench.Ended later = bench.run("run");
        assertThat(later.status()).as(later.err()).isZero();
        assertThat(later.computed()).containsExactly("publish stripes");
        JsonNode trust = result();
        JsonNode probe = list(json.get("scores")).stream().filter(j -> j.get("score").asText().equals("probe-behind-stitch")).findFirst().orElseThrow();
        assertThat(trust.get("source").asText()).isEqualTo("STUDY");
        assertThat(trust.get("networks").asInt()).isEqualTo(ASSEMBLIES);
        assertThat(trust.get("tau")).isEqualTo(probe.get("tau"));
        assertThat(trust.get("low")).isEqualTo(probe.get("low"));
        assertThat(Files.readString(folder.resolve("out/report.html"))).contains("How far the scores can be trusted")
                .contains("A study of this zoo and task trained 5 random assemblies.");
        Workbench second = bench.variant("second");
        second.edit("/out/", "/second/");
        second.edit("  partition:", "  seed: 1\n  partition:");
        assertThat(second.run("run").status()).isZero();
        assertThat(read("second/result.json").at("/trust/source").asText()).as("a study of two seeds serves runs of both").isEqualTo("STUDY");
        Workbench otherwise = bench.variant("otherwise");
        otherwise.edit("/out/", "/otherwise/");
        otherwise.edit("fineTuning: {", "fineTuning: {headStart: Random, ");
        assertThat(otherwise.run("run").status()).isZero();
        assertThat(read("otherwise/result.json").at("/trust/source").asText()).as("a study of heads that start from a regression tells nothing of others")
                .isEqualTo("RUN");
    }

    /** On a recipe that distils, so that teachers are trained first. */
    @Test
    void aDamagedStudyIsPassedOverByARunAndMendedByAStudy() throws Exception {
        Workbench own = Workbench.tiny(folder.resolve("damaged"), "plain", "residual");
        String[] few = {"--assemblies", "4", "--seeds", "1", "--out", folder.resolve("mended").toString()};
        own.edit("fineTuning: {", "fineTuning: {distillation: {weight: 0.5}, ");
        Workbench.Ended taught = own.run("study", few);
        assertThat(taught.status()).as(taught.err()).isZero();
        assertThat(taught.computed()).as("networks of the zoo, which teach").contains("finetune parent-plain", "finetune parent-residual");
        JsonNode before = read("mended/study.json");
        for (Path file : Refusal.files(folder.resolve("damaged/store/steps/study"))) {
            if (file.endsWith("study.json")) {
                Files.writeString(file, Files.readString(file).replace("s01", "s91"));
            }
        }
        Workbench.Ended run = own.run("run");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).contains("the stored study is passed over");
        assertThat(read("damaged/out/result.json").at("/trust/source").asText()).isEqualTo("RUN");
        assertThat(own.run("study", few).computed()).containsExactly("study stripes");
        assertThat(read("mended/study.json")).isEqualTo(before);
        own.run("run");
        assertThat(read("damaged/out/result.json").at("/trust/source").asText()).isEqualTo("STUDY");
    }

    @Test
    void goesOnWhereItWasKilled() throws Exception {
        Workbench own = Workbench.tiny(folder.resolve("killed"), "plain", "residual");
        List<String> arguments = own.arguments("study", "--assemblies", "4", "--seeds", "1");
        Workbench.Ended killed = ChildRun.run(Map.of(), arguments, line -> line.startsWith("s03: epoch 2/2: 0/"));
        assertThat(killed.status()).as("killed by SIGKILL").isEqualTo(137);
        Workbench.Ended last = own.run("study", "--assemblies", "4", "--seeds", "1");
        assertThat(last.status()).as(last.err()).isZero();
        assertThat(last.hits()).contains("draw stripes", "stitch s01", "finetune s01", "evaluate s01", "finetune s02", "stitch s03");
        assertThat(last.err()).contains("s03 goes on after epoch 1");
        assertThat(last.computed()).containsSubsequence("finetune s03", "evaluate s03", "stitch s04", "measure s04", "finetune s04", "evaluate s04",
                "study stripes");
    }

    @Test
    void refusesWhatTellsNothing() throws Exception {
        Workbench.Ended few = bench.run("study", "--assemblies", "3");
        assertThat(few.status()).isEqualTo(2);
        assertThat(few.err()).contains("--assemblies").contains("found 3, allowed are 4 to 1000");
        Workbench.Ended none = bench.run("study", "--seeds", "0");
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("--seeds").contains("1 to 20");
        Workbench tight = bench.variant("tight");
        tight.edit("parameters: 1M", "parameters: 1k");
        Workbench.Ended ended = tight.run("study");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("spec.budget").contains("found 0 assemblies that fit, a study needs at least 4");
    }
}
