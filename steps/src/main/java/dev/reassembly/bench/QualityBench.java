package dev.reassembly.bench;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.pipeline.Control;
import dev.reassembly.pipeline.Published;
import dev.reassembly.pipeline.PublishedFront;
import dev.reassembly.pipeline.Session;
import dev.reassembly.progress.Progress;
import dev.reassembly.publish.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
public final class QualityBench {
    /** Names of the controls, as columns. */
    public static final List<String> CONTROLS = Arrays.stream(Control.values()).map(control -> control.name().toLowerCase(Locale.ROOT)).toList();

    private final QualityTable table;
    private final Opener opener;
    private final Progress progress;

    /** Opens a run of a ModelReassembly file. */
    @FunctionalInterface
    public interface Opener {
        Session open(Path file) throws IOException;
    }

    public QualityBench(QualityTable table, Opener opener, Progress progress) {
        this.table = table;
        this.opener = opener;
        this.progress = progress;
    }

    /**
     * @param folder that the suite's files are named from
     * @param only {@code zoo}, {@code zoo/task} or {@code zoo/task/recipe}; null for all
     * @param seeds instead of the suite's, or null
     */
    public void run(QualitySuite suite, Path folder, String only, List<Long> seeds) throws IOException {
        boolean any = false;
        for (long seed : seeds == null ? suite.seeds() : seeds) {
            for (QualitySuite.Case entry : suite.cases()) {
                for (Map.Entry<String, Map<String, Object>> recipe : entry.recipes().entrySet()) {
                    String name = entry.zoo() + "/" + entry.task() + "/" + recipe.getKey();
                    if (only == null || name.equals(only) || name.startsWith(only + "/")) {
                        any = true;
                        run(entry, recipe.getKey(), recipe.getValue(), seed, folder);
                    }
                }
            }
        }
        if (!any) {
            throw new InvalidInputException("--only", "found " + only + ", which no case of the suite is called");
        }
    }

    private void run(QualitySuite.Case entry, String recipe, Map<String, Object> changes, long seed, Path folder) throws IOException {
        Path file = Files.createTempFile("quality", ".yaml");
        try {
            QualitySuite.write(folder.resolve(entry.file()), changes, seed, recipe + "-" + seed, file);
            try (Session session = opener.open(file)) {
                if (session.budgets().stream().allMatch(budget -> table.has(new QualityRow.Case(entry.zoo(), entry.task(), recipe, budget, seed)))) {
                    return;
                }
                progress.message("bench: " + entry.zoo() + "/" + entry.task() + "/" + recipe + ", seed " + seed);
                PublishedFront front = (PublishedFront) session.publish();
                for (PublishedFront.Part part : front.parts()) {
                    if (part.published() != null) {
                        Map<Control, Double> controls = session.controls(part.budget(), entry.controls().contains(part.budget()));
                        table.put(row(entry, recipe, seed, part, controls, session));
                    }
                }
            }
        } finally {
            Files.delete(file);
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
