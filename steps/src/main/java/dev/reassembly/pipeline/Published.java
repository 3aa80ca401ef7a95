package dev.reassembly.pipeline;

import dev.reassembly.publish.RunResult;

/**
 * What a run delivered and where.
 *
 * @param card address of the model card
 * @param report address of the report
 */
public record Published(RunResult result, String card, String report) {}
