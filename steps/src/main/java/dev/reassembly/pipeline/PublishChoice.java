package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.Output.PublishPolicy;
import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.Candidates;
import dev.reassembly.finetune.FineTuneResult;
import dev.reassembly.publish.RunResult;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Which network is published, as {@code spec.output.publishPolicy} says.
 *
 * @param rival what was better on validation within the budget; null when nothing was
 * @param withheld whether the winner is a whole network of the zoo, however it was taught, and something better was asked for
 */
record PublishChoice(Candidates.Candidate winner, RunResult.Rival rival, boolean withheld) {
    /**
     * Among the candidates within the budget that were trained to the end.
     *
     * @param parentsCompete whether a whole network may be published; asked by the policy Best alone, since OnlyIfBetter compares with
     *     them in any case
     * @throws UnmetBudgetException when there is none to choose
     */
    static PublishChoice of(List<Candidates.Candidate> candidates, Trained trained, PublishPolicy policy, boolean parentsCompete) {
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
        Candidates.Candidate winner = best(eligible, trained);
        Candidates.Candidate first = best(all, trained);
        double points = 100 * (metric(first, trained) - metric(winner, trained));
        RunResult.Rival rival = points > 0 ? new RunResult.Rival(first.assembly().name(), first.assembly().kind(), points) : null;
        boolean whole = winner.assembly().kind() == Assembly.Kind.PARENT || winner.assembly().kind() == Assembly.Kind.DISTILLED_PARENT;
        return new PublishChoice(winner, rival, policy == PublishPolicy.OnlyIfBetter && whole);
    }

    private static Candidates.Candidate best(List<Candidates.Candidate> among, Trained trained) {
        String name = trained.best(among.stream().map(c -> c.assembly().name()).toList());
        return among.stream().filter(c -> c.assembly().name().equals(name)).findFirst().orElseThrow();
    }

    private static double metric(Candidates.Candidate candidate, Trained trained) {
        return trained.curves().get(candidate.assembly().name()).bestMetric();
    }
}
