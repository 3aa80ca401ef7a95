package dev.reassembly.pipeline;

import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.Candidates;
import dev.reassembly.finetune.FineTuneResult;
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

/**
 * The latest study of a zoo and task. How many assemblies it drew is not in its key, so that a run finds it; another study of the same takes
 * its place.
 */
final class StoredStudy {
    private static final String VERSION = "1";
    private static final String FILE = "study.json";

    private final RunContext run;

    StoredStudy(RunContext run) {
        this.run = run;
    }

    void keep(Study study) throws IOException {
        Optional<StepResult> stored = find();
        if (stored.isEmpty() || !stored.get().readJson(FILE, Study.class).equals(study)) {
            run.replace(key(), out -> out.writeJson(FILE, study));
        }
    }

    /** Changes with the study; empty without one. */
    Optional<String> digest() throws IOException {
        Optional<StepResult> stored = find();
        return stored.isPresent() ? Optional.of(stored.get().digest()) : Optional.empty();
    }

    /** What a stored study, or else the run's own trainings tell of the score that chose its candidates. */
    Trust trust(Candidates candidates, Trained trained) throws IOException {
        Optional<StepResult> stored = find();
        return stored.isPresent() ? Trust.of(stored.get().readJson(FILE, Study.class), Scores.PROGRAMME) : own(candidates, trained);
    }

    /** At the last epoch that all of them reached, since halving ends most trainings early. */
    private Trust own(Candidates candidates, Trained trained) {
        List<Assembly> judged = new ArrayList<>();
        List<FineTuneResult> curves = new ArrayList<>();
        for (Candidates.Candidate candidate : candidates.chosen()) {
            FineTuneResult curve = trained.curves().get(candidate.assembly().name());
            if (curve != null && curve.diverged() == null && !curve.epochs().isEmpty()) {
                judged.add(candidate.assembly());
                curves.add(curve);
            }
        }
        int epochs = curves.stream().mapToInt(curve -> curve.epochs().size()).min().orElse(0);
        return Trust.of(Scores.PROGRAMME, judged.stream().mapToDouble(Assembly::score).toArray(),
                curves.stream().mapToDouble(curve -> curve.epochs().get(epochs - 1).metric()).toArray(), run.seed());
    }

    private Optional<StepResult> find() throws IOException {
        return run.find(key());
    }

    private StepKey key() throws IOException {
        List<String> zoo = new ArrayList<>();
        for (ZooMember member : run.zoo) {
            zoo.add(member.contentDigest());
        }
        zoo.sort(null);
        return StepKey.of("study", VERSION, run.name, Map.of("budget", BudgetPoint.loosest(run.spec), "fineTuning",
                FineTuneStep.recipeWithoutRungs(run.spec.fineTuning()), "metric", run.spec.task().metric(), "blocks", run.spec.partition().blocks()),
                Map.of("zoo", Digests.sha256(String.join(" ", zoo)), "dataset", run.dataset.digest()));
    }
}
