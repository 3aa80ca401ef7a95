package dev.reassembly.bench;

import dev.reassembly.report.ScatterPlot;
import java.util.List;
import java.util.Locale;

/** The pairs' metric against the similarity of what their stitch joins, a plot for each task, a colour for each back network. */
public final class PairPicture {
    private PairPicture() {}

    /** @return an SVG picture; without plots when nothing was trained */
    public static String svg(List<PairRow> rows) {
        List<PairRow> trained = rows.stream().filter(r -> r.metric() != null).toList();
        return ScatterPlot.draw("Stitched pairs: metric after training against joint CKA",
                Clustered.group(trained, PairRow::group).values().stream().map(PairPicture::panel).toList());
    }

    private static ScatterPlot.Panel panel(List<PairRow> rows) {
        PairRow any = rows.get(0);
        List<String> backs = rows.stream().map(PairRow::back).distinct().sorted().toList();
        List<ScatterPlot.Dot> dots = rows.stream().map(r -> new ScatterPlot.Dot(r.cka(), r.metric(), backs.indexOf(r.back()),
                String.format(Locale.ROOT, "%s, seed %d: %.2f, %.3f", r.blocks(), r.seed(), r.cka(), r.metric()))).toList();
        return new ScatterPlot.Panel("joint CKA; " + any.zoo() + ", " + any.task() + ", " + any.recipe(), "metric, test",
                backs.stream().map(back -> "ends in " + back).toList(), dots);
    }
}
