package dev.reassembly.command;

import dev.reassembly.bench.QualityBench;
import dev.reassembly.bench.QualityReport;
import dev.reassembly.bench.QualityTable;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Published networks against the zoo's and against controls. */
@Command(name = "quality", description = "Runs a suite of zoos, tasks, budgets and seeds; writes a row for each to a CSV file and prints what it sums up to.",
        mixinStandardHelpOptions = true)
final class QualityCommand implements Callable<Integer> {
    @Mixin
    private BenchArguments arguments;

    @Option(names = "--suite", paramLabel = "FILE", description = "What is run (default: src/bench/quality.yaml in the project).")
    private Path suite;

    @Option(names = "--results", paramLabel = "FILE", description = "The rows (default: docs/results.csv in the project).")
    private Path results;

    @Override
    public Integer call() throws Exception {
        QualityTable table = new QualityTable(results == null ? BenchArguments.inProject("docs/results.csv") : results, QualityBench.CONTROLS);
        arguments.run(suite == null ? BenchArguments.inProject("src/bench/quality.yaml") : suite,
                progress -> new QualityBench(table, progress));
        System.out.print(QualityReport.markdown(table.rows(), QualityBench.CONTROLS));
        return 0;
    }
}
