package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.Distillation;
import dev.reassembly.data.Split;
import dev.reassembly.finetune.Evaluation;
import dev.reassembly.finetune.FineTuneResult;
import dev.reassembly.finetune.Teacher;
import dev.reassembly.finetune.Trainer;
import dev.reassembly.store.Digests;
import dev.reassembly.store.StepResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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
            StringBuilder identity = new StringBuilder();
            for (String name : best) {
                Candidate candidate = baselines.get(name);
                voices.add(evaluate.evaluation(candidate, finished.get(candidate), Split.TRAIN));
                identity.append(finished.get(candidate).digest()).append('\n');
            }
            run.progress.message("distillation: " + String.join(" and ", best) + (best.size() == 1 ? " teaches" : " teach"));
            teacher = new Voices(mean(voices), Digests.sha256(identity.toString()));
        }
        return teacher;
    }

    private record Voices(Map<String, float[]> byId, String digest) implements Teacher {
        @Override
        public float[] logits(String id) {
            float[] logits = byId.get(id);
            if (logits == null) {
                throw new IllegalArgumentException("the teachers have not seen " + id);
            }
            return logits;
        }
    }

    /** One network's logits as they are; of several the logarithm of the mean probability. */
    static Map<String, float[]> mean(List<Evaluation> voices) {
        Evaluation first = voices.get(0);
        Map<String, float[]> byId = new HashMap<>();
        for (int i = 0; i < first.labels().length; i++) {
            byId.put(first.ids().get(i), voices.size() == 1 ? first.logits()[i] : logOfMean(voices, i));
        }
        return byId;
    }

    private static float[] logOfMean(List<Evaluation> voices, int example) {
        double[] sum = new double[voices.get(0).logits()[example].length];
        for (Evaluation voice : voices) {
            float[] logits = voice.logits()[example];
            double largest = Double.NEGATIVE_INFINITY;
            for (float logit : logits) {
                largest = Math.max(largest, logit);
            }
            double total = 0;
            for (float logit : logits) {
                total += Math.exp(logit - largest);
            }
            for (int k = 0; k < sum.length; k++) {
                sum[k] += Math.exp(logits[k] - largest) / total / voices.size();
            }
        }
        float[] log = new float[sum.length];
        for (int k = 0; k < log.length; k++) {
            log[k] = (float) Math.log(Math.max(sum[k], Float.MIN_NORMAL));
        }
        return log;
    }
}
