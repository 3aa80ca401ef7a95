package dev.reassembly.finetune;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.reassembly.data.Split;
import dev.reassembly.model.run.Network;
import dev.reassembly.progress.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Runs epochs: what a step makes is closed with the step. */
record TrainingLoop(String candidate, Network network, AdamW optimiser, Feed feed, Objective objective,
        WarmupCosine schedule, Evaluator evaluator, Progress progress) {
    /** @param number of the epoch, from 1 */
    Epoch epoch(int number, int of) throws IOException {
        long start = System.nanoTime();
        double sum = 0;
        long examples = 0;
        int steps = 0;
        try (Progress.Work work = progress.start(candidate + ": epoch " + number + "/" + of, feed.steps());
                Pass<MiniBatch> pass = feed.training(number)) {
            while (pass.hasNext()) {
                MiniBatch batch = pass.next();
                sum += step(batch, number, ++steps) * batch.size();
                examples += batch.size();
                work.note(String.format(Locale.ROOT, "loss %.3f", sum / examples));
                work.advance(1);
            }
        }
        Evaluation evaluation = evaluator.evaluate(feed, Split.VALIDATION);
        NonFinite.refuse(evaluation.loss(), "validation loss", number, steps);
        return new Epoch(number, sum / examples, evaluation.loss(), evaluation.metric(), (System.nanoTime() - start) / 1e9);
    }

    private double step(MiniBatch batch, int epoch, int step) {
        double loss;
        try (NDManager scope = network.manager().newSubManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray logits = network.run(scope, batch.on(scope), List.of(Evaluator.LOGITS), Network.Mode.TRAINING)
                    .get(Evaluator.LOGITS);
            NDArray mean = objective.loss(logits, batch);
            loss = mean.getFloat();
            NonFinite.refuse(loss, "loss", epoch, step);
            collector.backward(mean);
        }
        NonFinite.refuse(optimiser.step(schedule.factor(optimiser.steps())), "norm of the gradients", epoch, step);
        network.forgetGradients();
        return loss;
    }
}
