package dev.reassembly.pipeline;

/** What a run does for one budget; inspection, probes, partition and trainings are shared with the others. */
record BudgetRun(BudgetPoint point, AssembleStep assemble, Tournament tournament, PublishStep publish) {}
