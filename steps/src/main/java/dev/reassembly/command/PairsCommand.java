package dev.reassembly.command;

import dev.reassembly.bench.PairBench;
import dev.reassembly.bench.PairPicture;
import dev.reassembly.bench.PairReport;
import dev.reassembly.bench.PairTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Every two networks of a zoo stitched, against both. */
@Command(name = "pairs", description = "Stitches the first block of every network to the last of every other, trains all as candidates are, and compares them "
        + "with both networks whole; writes a row for each to a CSV file and prints what it sums up to.", mixinStandardHelpOptions = true)
final class PairsCommand implements Callable<Integer> {
    @Mixin
    private BenchArguments arguments;

    @Option(names = "--suite", paramLabel = "FILE", description = "What is run (default: src/bench/pairs.yaml in the project).")
    private Path suite;

    @Option(names = "--results", paramLabel = "FILE", description = "The rows (default: docs/pairs.csv in the project).")
    private Path results;

    @Option(names = "--picture", paramLabel = "FILE", description = "Also draw the metric against the joint CKA, as SVG.")
    private Path picture;

    @Override
    public Integer call() throws Exception {
        PairTable table = new PairTable(results == null ? BenchArguments.inProject("docs/pairs.csv") : results);
        arguments.run(suite == null ? BenchArguments.inProject("src/bench/pairs.yaml") : suite,
                progress -> new PairBench(table, progress));
        if (picture != null) {
            WholeFiles.write("--picture", picture, PairPicture.svg(table.rows()).getBytes(StandardCharsets.UTF_8));
        }
        System.out.print(PairReport.markdown(table.rows()));
        return 0;
    }
}
