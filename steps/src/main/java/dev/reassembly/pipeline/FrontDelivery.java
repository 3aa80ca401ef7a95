package dev.reassembly.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reassembly.front.FrontResult;
import dev.reassembly.publish.RunResult;
import dev.reassembly.publish.Verdict;
import dev.reassembly.report.FrontPage;
import dev.reassembly.report.FrontPlot;
import dev.reassembly.store.Location;
import dev.reassembly.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Publishes for each budget, and then the front that the deliveries make, at {@code spec.output.uri}. */
final class FrontDelivery {
    static final String PAGE = "front.html";
    private static final String PICTURE = "front.svg";
    private static final String RESULT = "front.json";

    private final RunContext run;
    private final BudgetRuns budgets;
    private final Location folder;
    private final ObjectStore store;

    FrontDelivery(RunContext run, BudgetRuns budgets) {
        this.run = run;
        this.budgets = budgets;
        folder = Location.folder("spec.output.uri", run.spec.output().uri());
        store = run.storage.storeFor(folder);
    }

    PublishedFront published() throws IOException {
        Map<BudgetRun, Published> published = new LinkedHashMap<>();
        BudgetRun any = null;
        RunResult zoo = null;
        for (BudgetRun budget : budgets.met()) {
            try {
                Published found = budget.publish().published();
                any = budget;
                zoo = found.result();
                if (found.result().withheld()) {
                    budgets.drop(budget, new UnmetBudgetException(budget.point().field(), Verdict.of(found.result())));
                } else {
                    published.put(budget, found);
                }
            } catch (UnmetBudgetException e) {
                budgets.drop(budget, e);
            }
        }
        if (any == null) {
            budgets.requireOne();
        }
        KeptBudgets kept = new KeptBudgets(budgets);
        List<PublishedFront.Part> parts = new ArrayList<>();
        List<FrontResult.Budget> points = new ArrayList<>();
        for (BudgetRun budget : budgets.all()) {
            BudgetPoint point = budget.point();
            Published delivered = published.get(budget);
            RunResult result = delivered == null ? null : delivered.result();
            parts.add(new PublishedFront.Part(point.name(), delivered, budgets.unmet().get(budget)));
            points.add(new FrontResult.Budget(point.name(), point.byName(), delivered == null ? null : point.folder(), delivered == null ? null
                    : new FrontResult.Network(delivered.name(), result.metric(), result.standardError(), result.model().flops(),
                            result.model().parameters(), kept.byCandidate(budget, delivered.name())),
                    result == null || result.lead() == null ? null : result.lead().points() / 100,
                    result == null || result.lead() == null ? null : result.lead().standardError() / 100, budgets.unmet().get(budget)));
        }
        List<FrontResult.Network> parents = new ArrayList<>();
        for (RunResult.Parent parent : zoo.parents()) {
            if (parent.metric() != null) {
                parents.add(new FrontResult.Network(parent.name(), parent.metric(), parent.standardError(), parent.flops(), parent.parameters(),
                        kept.byParent(any, parent.name())));
            }
        }
        FrontResult front = FrontResult.of(run.name, zoo.metricName(), zoo.testExamples(), run.dataset.classes().size(), parents, points);
        write(front);
        return new PublishedFront(parts, front, store.uri(folder.key() + PAGE));
    }

    /** A function of what was published, so that it is written only where it differs; the JSON last. */
    private void write(FrontResult front) throws IOException {
        put(PICTURE, FrontPlot.draw(front).getBytes(StandardCharsets.UTF_8));
        put(PAGE, FrontPage.html(front).getBytes(StandardCharsets.UTF_8));
        put(RESULT, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(front));
    }

    private void put(String name, byte[] content) throws IOException {
        String key = folder.key() + name;
        if (store.stat(key).filter(found -> found.bytes() == content.length).isEmpty() || !Arrays.equals(read(key), content)) {
            store.put(key, content);
        }
    }

    private byte[] read(String key) throws IOException {
        try (InputStream in = store.open(key)) {
            return in.readAllBytes();
        }
    }

    /** The page as {@code report.html}, its picture, and every budget's report and figures, its name before their extension. */
    Map<String, byte[]> report() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(Delivery.REPORT, read(folder.key() + PAGE));
        files.put(PICTURE, read(folder.key() + PICTURE));
        for (BudgetRun budget : budgets.all()) {
            if (!budgets.unmet().containsKey(budget)) {
                budget.publish().report().forEach((name, content) -> files.put(named(name, budget.point().name()), content));
            }
        }
        return files;
    }

    private static String named(String file, String budget) {
        int dot = file.lastIndexOf('.');
        return file.substring(0, dot) + "-" + budget + file.substring(dot);
    }
}
