package dev.reassembly.data;

import dev.reassembly.api.v1alpha1.Task;

/** What candidates are compared by, from 0 to 1, more is better. */
public enum TaskMetric {
    ACCURACY {
        @Override
        public double score(Confusion confusion) {
            return confusion.accuracy();
        }

        @Override
        public double standardError(Confusion confusion) {
            return confusion.accuracyStandardError();
        }

        @Override
        public double differenceStandardError(PairedPredictions pairs, long seed) {
            return pairs.accuracyStandardError();
        }
    },
    MACRO_F1 {
        @Override
        public double score(Confusion confusion) {
            return confusion.macroF1();
        }

        @Override
        public double standardError(Confusion confusion) {
            return confusion.macroF1StandardError();
        }

        @Override
        public double differenceStandardError(PairedPredictions pairs, long seed) {
            return pairs.macroF1StandardError(seed);
        }
    };

    /** The metric that a task names; accuracy when it names none. */
    public static TaskMetric of(Task.Metric metric) {
        return metric == Task.Metric.MacroF1 ? MACRO_F1 : ACCURACY;
    }

    public abstract double score(Confusion confusion);

    /** Standard error of that score, for examples drawn independently. */
    public abstract double standardError(Confusion confusion);

    /**
     * Standard error of the first network's score less the second's.
     *
     * @param seed of random draws, where it takes any
     */
    public abstract double differenceStandardError(PairedPredictions pairs, long seed);
}
