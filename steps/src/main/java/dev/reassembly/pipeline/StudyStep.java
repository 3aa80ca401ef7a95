package dev.reassembly.pipeline;

import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.RandomAssemblies;
import dev.reassembly.data.Split;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.finetune.Epoch;
import dev.reassembly.finetune.FineTuneResult;
import dev.reassembly.finetune.StitchFit;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.store.StepKey;
import dev.reassembly.store.StepResult;
import dev.reassembly.study.Scores;
import dev.reassembly.study.Study;
import dev.reassembly.study.StudyTable;
import dev.reassembly.study.Trial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Draws assemblies, scores and trains each under several seeds, and judges the scores. Drawing, the scores from probes, each building, each
 * training and each test are steps of their own, so a study that was ended goes on.
 */
final class StudyStep {
    private static final String VERSION = "1";
    private static final String FILE = "result.json";
    /** With fewer no rank correlation is worth its name. */
    private static final int LEAST = 4;

    private final RunContext run;
    private final PartitionStep partition;

    StudyStep(RunContext run, PartitionStep partition) {
        this.run = run;
        this.partition = partition;
    }

    private record Drawn(List<Assembly> assemblies) {}

    private record Scored(Map<String, Map<String, Double>> scores) {}

    /**
     * @param count assemblies that are wanted; fewer when the budget leaves no more
     * @param seeds how many, from the run's own on
     */
    Study study(int count, int seeds) throws IOException {
        List<SeededRun> runs = new ArrayList<>();
        for (int s = 0; s < seeds; s++) {
            runs.add(new SeededRun(run.withSeed(run.seed() + s)));
        }
        List<Assembly> assemblies = drawn(runs.get(0), count).readJson(FILE, Drawn.class).assemblies();
        run.progress.message("study: " + assemblies.size() + " assemblies, each trained for " + run.spec.fineTuning().epochs()
                + " epochs under " + seeds + (seeds == 1 ? " seed" : " seeds"));
        List<Trial> trials = new ArrayList<>();
        for (SeededRun seeded : runs) {
            Map<String, Map<String, Double>> scores = scored(seeded, count).readJson(FILE, Scored.class).scores();
            for (Assembly assembly : assemblies) {
                trials.add(trial(seeded, assembly, scores.get(assembly.name())));
            }
        }
        Study study = StudyTable.judge(run.name, run.spec.task().metric().toString(), trials, run.seed());
        if (study.assemblies() < LEAST) {
            throw new InvalidInputException("spec.fineTuning.learningRate", study.dropped().size() + " of " + assemblies.size()
                    + " assemblies diverged; at least " + LEAST + " must be left");
        }
        for (SeededRun seeded : runs) {
            new StoredStudy(seeded.run).keep(study);
        }
        return study;
    }

    private StepResult drawn(SeededRun first, int count) throws IOException {
        Map<String, String> inputs = new TreeMap<>(first.probeDigests());
        inputs.put("partition", partition.resolve().digest());
        StepKey key = StepKey.of("draw", VERSION, run.name, Map.of("assemblies", count, "seed", run.seed(), "budget", BudgetPoint.loosest(run.spec),
                "classes", run.dataset.classes().size()), inputs);
        return run.resolve(key, out -> {
            List<Assembly> found = RandomAssemblies.draw(first.problem(partition.partition(), first.probes()), count, run.seed());
            if (found.size() < LEAST) {
                throw new InvalidInputException(run.spec.budgets() == null ? "spec.budget" : "spec.budgets", "found " + found.size()
                        + " assemblies that fit, a study needs at least " + LEAST + "; raise a bound");
            }
            out.writeJson(FILE, new Drawn(found));
        });
    }

    private StepResult scored(SeededRun seeded, int count) throws IOException {
        StepResult drawn = drawn(new SeededRun(run), count);
        Map<String, String> inputs = new TreeMap<>(seeded.probeDigests());
        inputs.put("partition", partition.resolve().digest());
        inputs.put("draw", drawn.digest());
        StepKey key = StepKey.of("score", VERSION, "seed " + seeded.run.seed(), Map.of("seed", seeded.run.seed()), inputs);
        return seeded.run.resolve(key, out -> {
            var probes = seeded.probes();
            ProbeScores scores = new ProbeScores(seeded.problem(partition.partition(), probes), partition.partition(), probes, seeded.run.seed(),
                    seeded.cuts);
            Map<String, Map<String, Double>> all = new LinkedHashMap<>();
            drawn.readJson(FILE, Drawn.class).assemblies().forEach(assembly -> all.put(assembly.name(), scores.of(assembly)));
            out.writeJson(FILE, new Scored(all));
        });
    }

    private Trial trial(SeededRun seeded, Assembly assembly, Map<String, Double> fromProbes) throws IOException {
        Candidate candidate = seeded.candidate(assembly);
        Map<String, Double> scores = new LinkedHashMap<>(fromProbes);
        StitchStep.Built built = seeded.stitch.built(candidate);
        built.fits().stream().mapToDouble(StitchFit::explained).average().ifPresent(r2 -> scores.put(Scores.FITTED_R2, r2));
        built.proxies().forEach(proxy -> scores.put(proxy.name(), proxy.value()));
        seeded.measure.measured(candidate).proxies().forEach(proxy -> scores.put(proxy.name(), proxy.value()));
        StepResult trained = seeded.trained(candidate);
        FineTuneResult curve = seeded.fineTune.curve(candidate, trained);
        Double test = curve.diverged() == null ? (Double) seeded.evaluate.evaluation(candidate, trained, Split.TEST).metric() : null;
        String layers = assembly.blocks().stream().map(BlockRef::layers).collect(Collectors.joining(" "));
        return new Trial(assembly.name(), layers, seeded.run.seed(), scores, curve.epochs().stream().map(Epoch::metric).toList(), curve.bestMetric(),
                test);
    }
}
