package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.RunSummary;

/** What a run delivered: one network, or one for each of several budgets. */
public sealed interface RunOutcome permits Published, PublishedFront {
    /** What the operator is told. Metrics have four decimals, as in the tables: kubectl prints whatever digits a status has. */
    RunSummary summary();
}
