package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.finetune.Rung;
import dev.reassembly.finetune.Rungs;
import java.io.IOException;
import java.util.List;

/**
 * When rungs end. Each budget halves its own field, but a network that competes in several must have been trained equally far in all of
 * them to be trained once: so the largest field says at which epochs.
 */
final class RungSchedule {
    private final FineTuning recipe;
    private final List<AssembleStep> searches;
    private int largest;

    RungSchedule(FineTuning recipe, List<AssembleStep> searches) {
        this.recipe = recipe;
        this.searches = searches;
    }

    /** @param contenders of one budget */
    List<Rung> plan(int contenders) throws IOException {
        return contenders == 0 ? List.of() : Rungs.plan(contenders, largest(), recipe.epochs(), recipe.rungs());
    }

    private int largest() throws IOException {
        if (largest == 0) {
            for (AssembleStep search : searches) {
                try {
                    largest = Math.max(largest, search.contenders());
                } catch (UnmetBudgetException e) {
                    continue; // nobody competes there
                }
            }
        }
        return largest;
    }
}
