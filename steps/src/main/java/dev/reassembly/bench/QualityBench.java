package dev.reassembly.bench;

import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.pipeline.Control;
import dev.reassembly.pipeline.Published;
import dev.reassembly.pipeline.PublishedFront;
import dev.reassembly.pipeline.Session;
import dev.reassembly.progress.Progress;
import dev.reassembly.publish.RunResult;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Runs a suite case by case. A row is written as soon as it is known, and what has rows already is passed over; within a case every training is
 * a stored step, so an ended benchmark goes on where it was.
 */
public final class QualityBench implements QualitySuite.Bench {
    /** Names of the controls, as columns. */
    public static final List<String> CONTROLS = Arrays.stream(Control.values()).map(control -> control.name().toLowerCase(Locale.ROOT)).toList();

    private final QualityTable table;
    private final Progress progress;

    public QualityBench(QualityTable table, Progress progress) {
        this.table = table;
        this.progress = progress;
    }

    @Override
    public void run(QualitySuite.Run wanted, Session session) throws IOException {
        QualitySuite.Case entry = wanted.entry();
        if (session.budgets().stream()
                .allMatch(budget -> table.has(new QualityRow.Case(entry.zoo(), entry.task(), wanted.recipe(), budget, wanted.seed())))) {
            return;
        }
        progress.message("bench: " + wanted.name() + ", seed " + wanted.seed());
        PublishedFront front = (PublishedFront) session.publish();
        for (PublishedFront.Part part : front.parts()) {
            if (part.published() != null) {
                Map<Control, Double> controls = session.controls(part.budget(), entry.controls().contains(part.budget()));
                table.put(row(entry, wanted.recipe(), wanted.seed(), part, controls, session));
            }
        }
    }

    private static QualityRow row(QualitySuite.Case entry, String recipe, long seed, PublishedFront.Part part, Map<Control, Double> controls,
            Session session) {
        Published published = part.published();
        RunResult result = published.result();
        RunResult.Parent parent = RunResult.bestFitting(result.parents()).orElse(null);
        Map<String, Double> measured = new TreeMap<>();
        controls.forEach((control, metric) -> measured.put(control.name().toLowerCase(Locale.ROOT), metric));
        return new QualityRow(entry.zoo(), entry.task(), recipe, part.budget(), seed, session.flops(part.budget()), session.classes(), parent == null ? null
                : parent.name(), parent == null ? null : parent.metric(), result.kind().name(),
                result.assembly().stream().map(BlockRef::layers).map(layers -> layers.replace(',', ' ')).collect(Collectors.joining(" ")), result.metric(),
                result.lead() == null ? null : result.lead().points() / 100, result.lead() == null ? null : result.lead().standardError() / 100, measured,
                result.model().parameters(), result.model().flops(),
                session.clock().secondsInAll());
    }
}
