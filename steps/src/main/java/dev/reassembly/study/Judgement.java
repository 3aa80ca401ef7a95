package dev.reassembly.study;

/**
 * How well one score predicts the metric after training.
 *
 * @param score its name
 * @param tau Kendall's tau-b, the mean over the seeds; null where it is not defined, as for a score that is the same for all
 * @param low lower end of the bootstrap's 95 % interval
 * @param high its upper end
 * @param regret the best metric less that of the network which the score puts first, mean over the seeds; null where there is none
 * @param topThree chance to find one of the three best among the score's first three
 * @param networks how many assemblies have the score
 */
public record Judgement(String score, Double tau, Double low, Double high, Double regret, Double topThree, int networks) {}
