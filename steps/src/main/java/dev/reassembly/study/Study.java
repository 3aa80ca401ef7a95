package dev.reassembly.study;

import java.util.List;

/**
 * What training random assemblies of one zoo on one task told of the scores.
 *
 * @param name of the run's file
 * @param metric of the task
 * @param seeds that each assembly was scored and trained with
 * @param assemblies how many enter the judgements
 * @param dropped names of those that do not, since a training of theirs diverged
 * @param ceiling tau between the metrics of the same assemblies under two seeds, mean over pairs of seeds: no score can be expected
 *     to agree better with a training than another training does; null with one seed
 * @param scores best first
 * @param epochs the same of the validation metric after the first, second and third epoch, as a score: what a short training tells
 * @param trials all of them, those of dropped assemblies too
 */
public record Study(String name, String metric, List<Long> seeds, int assemblies, List<String> dropped, Judgement ceiling, List<Judgement> scores,
        List<Judgement> epochs, List<Trial> trials) {}
