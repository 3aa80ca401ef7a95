package dev.reassembly.command;

import picocli.CommandLine.Command;

/** Benchmarks of the method itself. */
@Command(name = "bench", description = "Measures the method on the benchmark's zoos.", mixinStandardHelpOptions = true,
        subcommands = {QualityCommand.class, PairsCommand.class})
final class BenchCommand {}
