package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.Output.PublishPolicy;
import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.Candidates;
import dev.reassembly.finetune.FineTuneResult;
import dev.reassembly.publish.RunResult;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Which network is published, as {@code spec.output.publishPolicy} says. A whole network of the zoo is kept unless the odds are
 * two to one, by validation, that another is better: decision 9.
 *
 * @param rival what was better on validation within the budget; null when nothing was
 * @param withheld whether the winner is a whole network of the zoo, however it was taught, and something better was asked for
 */
record PublishChoice(Candidates.Candidate winner, RunResult.Rival rival, boolean withheld) {
    /** The normal distribution's quantile of 2/3: a lead of so many standard errors gives odds of two to one, nothing else being known. */
    private static final double TWO_TO_ONE = 0.4307;

    /** Of the difference between two candidates' metrics on the validation split, over the same examples. */
    @FunctionalInterface
    interface StandardError {
        double of(Candidates.Candidate first, Candidates.Candidate second) throws IOException;
    }

    /**
     * Among the candidates within the budget that were trained to the end.
     *
     * @param parentsCompete whether a whole network may be published; asked by the policy Best alone, since OnlyIfBetter compares with
     *     them in any case
     * @throws UnmetBudgetException when there is none to choose
     */
    static PublishChoice of(List<Candidates.Candidate> candidates, Trained trained, PublishPolicy policy, boolean parentsCompete, StandardError error)
            throws IOException {
        List<Candidates.Candidate> all = candidates.stream().filter(Candidates.Candidate::withinBudget)
                .filter(c -> trained.finished().containsKey(c.assembly().name())).toList();
        Predicate<Assembly.Kind> allowed = switch (policy) {
            case Best -> kind -> parentsCompete || kind != Assembly.Kind.PARENT;
            case BestAssembly -> kind -> kind == Assembly.Kind.ASSEMBLY;
            case OnlyIfBetter -> kind -> true;
        };
        List<Candidates.Candidate> eligible = all.stream().filter(c -> allowed.test(c.assembly().kind())).toList();
        if (eligible.isEmpty()) {
            String reason = trained.curves().values().stream().map(FineTuneResult::diverged).filter(Objects::nonNull).findFirst()
                    .orElse("none was trained to the end");
            throw new UnmetBudgetException("spec.fineTuning.learningRate", "every " + (policy == PublishPolicy.BestAssembly ? "assembly" : "network")
                    + " within the budget diverged: " + reason);
        }
        Candidates.Candidate winner = unlessProbablyBeaten(eligible, trained, error);
        Candidates.Candidate first = best(all, trained);
        double lead = metric(first, trained) - metric(winner, trained);
        RunResult.Rival rival = lead > 0 ? new RunResult.Rival(first.assembly().name(), first.assembly().kind(), 100 * lead,
                100 * error.of(first, winner)) : null;
        boolean whole = winner.assembly().kind() == Assembly.Kind.PARENT || winner.assembly().kind() == Assembly.Kind.DISTILLED_PARENT;
        return new PublishChoice(winner, rival, policy == PublishPolicy.OnlyIfBetter && whole);
    }

    /** The best, or the best whole network when it is too likely that the lead is chance. */
    private static Candidates.Candidate unlessProbablyBeaten(List<Candidates.Candidate> eligible, Trained trained, StandardError error)
            throws IOException {
        Candidates.Candidate best = best(eligible, trained);
        List<Candidates.Candidate> parents = eligible.stream().filter(c -> c.assembly().kind() == Assembly.Kind.PARENT).toList();
        if (best.assembly().kind() == Assembly.Kind.PARENT || parents.isEmpty()) {
            return best;
        }
        Candidates.Candidate parent = best(parents, trained);
        double lead = metric(best, trained) - metric(parent, trained);
        return lead > TWO_TO_ONE * error.of(best, parent) ? best : parent;
    }

    private static Candidates.Candidate best(List<Candidates.Candidate> among, Trained trained) {
        String name = trained.best(among.stream().map(c -> c.assembly().name()).toList());
        return among.stream().filter(c -> c.assembly().name().equals(name)).findFirst().orElseThrow();
    }

    private static double metric(Candidates.Candidate candidate, Trained trained) {
        return trained.curves().get(candidate.assembly().name()).bestMetric();
    }
}
