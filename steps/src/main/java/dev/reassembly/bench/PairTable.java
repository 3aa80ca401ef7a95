package dev.reassembly.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** The rows of pairs of networks. */
public final class PairTable extends CsvTable<PairRow, PairRow.Case> {
    /** @param file read when it exists */
    public PairTable(Path file) throws IOException {
        super(file, new Columns(), PairRow::key);
    }

    private record Columns() implements Format<PairRow> {
        @Override
        public List<String> columns() {
            return List.of("zoo", "task", "recipe", "seed", "front", "back", "blocks", "outcome", "joint_cka", "held_out_r2", "probe_behind_stitch",
                    "metric", "front_metric", "back_metric", "parameters", "flops", "front_flops", "back_flops");
        }

        @Override
        public Comparator<PairRow> order() {
            return Comparator.comparing(PairRow::zoo).thenComparing(PairRow::task).thenComparing(PairRow::recipe).thenComparingLong(PairRow::seed)
                    .thenComparing(PairRow::front).thenComparing(PairRow::back);
        }

        @Override
        public List<String> cells(PairRow r) {
            return List.of(r.zoo(), r.task(), r.recipe(), String.valueOf(r.seed()), r.front(), r.back(), r.blocks(), r.outcome(), metric(r.cka()),
                    metric(r.r2()),
                    metric(r.probe()), metric(r.metric()), metric(r.frontMetric()), metric(r.backMetric()), whole(r.parameters()), whole(r.flops()),
                    whole(r.frontFlops()), whole(r.backFlops()));
        }

        @Override
        public PairRow parse(List<String> c) {
            return new PairRow(c.get(0), c.get(1), c.get(2), Long.parseLong(c.get(3)), c.get(4), c.get(5), c.get(6), c.get(7),
                    Double.parseDouble(c.get(8)),
                    number(c.get(9)), number(c.get(10)), number(c.get(11)), number(c.get(12)), number(c.get(13)), whole(c.get(14)), whole(c.get(15)),
                    Long.parseLong(c.get(16)), Long.parseLong(c.get(17)));
        }
    }
}
