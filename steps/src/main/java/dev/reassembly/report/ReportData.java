package dev.reassembly.report;

import dev.reassembly.assembly.Candidates;
import dev.reassembly.finetune.FineTuneResult;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.partition.Partition;
import dev.reassembly.publish.RunResult;
import dev.reassembly.publish.Source;
import java.util.List;
import java.util.Map;

/**
 * Everything that the report draws.
 *
 * @param published name of the candidate that was published, null when none was
 * @param budget bounds by name (parameters, flops, latencyMs, memoryBytes), only those that are set
 * @param chains the zoo in order
 * @param sources licence and origin by model, null where the user gave none
 * @param similarity CKA of all cuts of the zoo, cut 0 of each model included, models in zoo order
 * @param curves learning curves of every candidate and baseline, with the rung it ended in
 * @param seconds wall time by step
 * @param preparation how the network's input is prepared, and which of its models would have done it otherwise
 */
public record ReportData(RunResult result, String published, Map<String, Double> budget, List<Chain> chains, Map<String, Source> sources,
        float[][] similarity, Partition partition, Candidates candidates, List<FineTuneResult> curves,
        Map<String, Double> seconds, String preparation) {}
