package dev.reassembly.study;

import java.util.List;
import java.util.Map;

/**
 * One assembly, scored before and judged after one training.
 *
 * @param assembly its name
 * @param layers its blocks as people read them
 * @param seed of everything that was drawn for its scores and its training
 * @param scores by name, all known before training; one that is not defined for the network is missing
 * @param epochs the task's metric on the validation split after each epoch
 * @param validation the best of these, whose weights were kept
 * @param test the metric of the kept weights on the test split; null when the training diverged
 */
public record Trial(String assembly, String layers, long seed, Map<String, Double> scores, List<Double> epochs, double validation, Double test) {
    double score(String name) {
        return scores.getOrDefault(name, Double.NaN);
    }
}
