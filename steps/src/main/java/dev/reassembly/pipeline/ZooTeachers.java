package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.Distillation;
import dev.reassembly.data.Split;
import dev.reassembly.finetune.Evaluation;
import dev.reassembly.finetune.FineTuneResult;
import dev.reassembly.finetune.Teacher;
import dev.reassembly.finetune.TeacherLogits;
import dev.reassembly.finetune.Trainer;
import dev.reassembly.store.StepResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The zoo's best networks as teachers, whatever they cost: of the parents trained as baselines those that do best on validation. Several
 * speak with one voice, the mean of their probabilities. Memory: classes x training examples floats for each.
 */
final class ZooTeachers {
    private final RunContext run;
    private final FineTuneStep fineTune;
    private final EvaluateStep evaluate;
    private Teacher teacher;

    ZooTeachers(RunContext run, FineTuneStep fineTune, EvaluateStep evaluate) {
        this.run = run;
        this.fineTune = fineTune;
        this.evaluate = evaluate;
    }

    /** Whether contenders wait for the baselines to be trained. */
    boolean areAsked() {
        return Trainer.isTaught(run.spec.fineTuning());
    }

    /**
     * @param baselines all whole networks of the zoo, the same in every budget
     * @return null where the recipe asks for none, or where every baseline diverged
     */
    Teacher of(Map<String, Candidate> baselines) throws IOException {
        if (teacher == null && areAsked()) {
            Map<Candidate, StepResult> finished = new LinkedHashMap<>();
            List<FineTuneResult> curves = new ArrayList<>();
            for (Candidate baseline : baselines.values()) {
                StepResult result = fineTune.resolve(baseline, null, run.spec.fineTuning().epochs());
                finished.put(baseline, result);
                curves.add(fineTune.curve(baseline, result));
            }
            Distillation distillation = run.spec.fineTuning().distillation();
            List<String> best = curves.stream().filter(curve -> curve.diverged() == null)
                    .sorted(Comparator.comparingDouble((FineTuneResult curve) -> -curve.bestMetric()).thenComparing(FineTuneResult::candidate))
                    .limit(distillation.teachers()).map(FineTuneResult::candidate).toList();
            if (best.isEmpty()) {
                return null;
            }
            List<Evaluation> voices = new ArrayList<>();
            for (String name : best) {
                Candidate candidate = baselines.get(name);
                voices.add(evaluate.evaluation(candidate, finished.get(candidate), Split.TRAIN));
            }
            run.progress.message("distillation: " + String.join(" and ", best) + (best.size() == 1 ? " teaches" : " teach"));
            teacher = TeacherLogits.of(voices);
        }
        return teacher;
    }
}
