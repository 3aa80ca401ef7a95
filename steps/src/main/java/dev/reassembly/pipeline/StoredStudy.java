package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.assembly.Candidates;
import dev.reassembly.finetune.FineTuneResult;
import dev.reassembly.finetune.Trainer;
import dev.reassembly.store.CorruptResultException;
import dev.reassembly.store.Digests;
import dev.reassembly.store.StepKey;
import dev.reassembly.store.StepResult;
import dev.reassembly.study.Scores;
import dev.reassembly.study.Study;
import dev.reassembly.study.Trust;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The latest study of a zoo and task. How many assemblies it drew is not in its key, so that a run finds it; another study of the same takes
 * its place.
 */
final class StoredStudy {
    private static final String VERSION = "1";
    private static final String FILE = "study.json";

    private final RunContext run;
    private final InspectStep inspect;

    StoredStudy(RunContext run) {
        this.run = run;
        inspect = new InspectStep(run);
    }

    void keep(Study study) throws IOException {
        if (run.find(key()).isEmpty()) {
            run.resolve(key(), out -> out.writeJson(FILE, study));
        } else if (!study.equals(stored().orElse(null))) {
            run.replace(key(), out -> out.writeJson(FILE, study));
        }
    }

    /** Changes with the study; empty without one. */
    Optional<String> digest() throws IOException {
        return stored().isPresent() ? run.find(key()).map(StepResult::digest) : Optional.empty();
    }

    /** What a stored study, or else the run's own trainings tell of the score that chose its candidates. */
    Trust trust(Candidates candidates, Trained trained) throws IOException {
        Optional<Study> study = stored();
        return study.isPresent() ? Trust.of(study.get(), Scores.PROBE) : own(candidates, trained);
    }

    /** At the last epoch that all of them reached, since halving ends most trainings early. */
    private Trust own(Candidates candidates, Trained trained) {
        List<Double> judged = new ArrayList<>();
        List<FineTuneResult> curves = new ArrayList<>();
        for (Candidates.Candidate candidate : candidates.chosen()) {
            FineTuneResult curve = trained.curves().get(candidate.assembly().name());
            OptionalDouble score = Candidates.Proxy.of(candidate.proxies(), Scores.PROBE);
            if (score.isPresent() && curve != null && curve.diverged() == null && !curve.epochs().isEmpty()) {
                judged.add(score.getAsDouble());
                curves.add(curve);
            }
        }
        int epochs = curves.stream().mapToInt(curve -> curve.epochs().size()).min().orElse(0);
        return Trust.of(Scores.PROBE, judged.stream().mapToDouble(Double::doubleValue).toArray(),
                curves.stream().mapToDouble(curve -> curve.epochs().get(epochs - 1).metric()).toArray(), run.seed());
    }

    /** A damaged one is passed over: a run can do without. */
    private Optional<Study> stored() throws IOException {
        Optional<StepResult> found = run.find(key());
        try {
            return found.isEmpty() ? Optional.empty() : Optional.of(found.get().readJson(FILE, Study.class));
        } catch (CorruptResultException e) {
            run.progress.message("warning: the stored study is passed over, " + e.getMessage());
            return Optional.empty();
        }
    }

    private StepKey key() throws IOException {
        List<String> zoo = new ArrayList<>();
        for (ZooMember member : run.zoo) {
            zoo.add(inspect.identity(member));
        }
        zoo.sort(null);
        FineTuning recipe = run.spec.fineTuning();
        return StepKey.of("study", VERSION, run.name, Map.of("budget", BudgetPoint.loosest(run.spec), "fineTuning",
                FineTuneStep.recipeWithoutRungs(recipe), "headStart", recipe.headStart(), "distillation",
                Trainer.isTaught(recipe) ? recipe.distillation() : "none", "metric", run.spec.task().metric(), "blocks", run.spec.partition().blocks()),
                Map.of("zoo", Digests.sha256(String.join(" ", zoo)), "dataset", run.dataset.digest()));
    }
}
