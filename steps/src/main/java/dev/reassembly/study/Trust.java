package dev.reassembly.study;

/**
 * How far the score that chose a run's candidates can be trusted.
 *
 * @param source what the figures rest on
 * @param score its name
 * @param tau Kendall's tau-b with the metric after training; null where there was too little to tell
 * @param low lower end of the bootstrap's 95 % interval
 * @param high its upper end
 * @param networks how many networks they rest on
 * @param ceiling tau between two trainings of the same networks; null where it is not known
 */
public record Trust(Source source, String score, Double tau, Double low, Double high, int networks, Double ceiling) {
    /** With fewer networks a rank correlation tells nothing. */
    private static final int LEAST = 3;

    public enum Source {
        /** A stored study of this zoo and task, with the metric on the test split. */
        STUDY,
        /** The networks that the run itself trained, with their metric on the validation split. */
        RUN
    }

    public static Trust of(Study study, String score) {
        Judgement judged = study.scores().stream().filter(j -> j.score().equals(score)).findFirst()
                .orElse(new Judgement(score, null, null, null, null, null, 0));
        return new Trust(Source.STUDY, score, judged.tau(), judged.low(), judged.high(), judged.networks(),
                study.ceiling() == null ? null : study.ceiling().tau());
    }

    /** @param metrics of the networks that a run trained, all after equally many epochs */
    public static Trust of(String score, double[] scores, double[] metrics, long seed) {
        double tau = scores.length < LEAST ? Double.NaN : KendallTau.of(scores, metrics);
        if (Double.isNaN(tau)) {
            return new Trust(Source.RUN, score, null, null, null, scores.length, null);
        }
        Bootstrap.Interval interval = Bootstrap.interval(scores.length, picked -> {
            double[] x = new double[picked.length];
            double[] y = new double[picked.length];
            for (int i = 0; i < picked.length; i++) {
                x[i] = scores[picked[i]];
                y[i] = metrics[picked[i]];
            }
            return KendallTau.of(x, y);
        }, seed);
        return new Trust(Source.RUN, score, tau, interval.low(), interval.high(), scores.length, null);
    }
}
