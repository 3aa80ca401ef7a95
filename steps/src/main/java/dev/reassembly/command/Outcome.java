package dev.reassembly.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reassembly.front.FrontResult;
import dev.reassembly.pipeline.Published;
import dev.reassembly.pipeline.PublishedFront;
import dev.reassembly.pipeline.RunOutcome;
import dev.reassembly.pipeline.Session;
import dev.reassembly.publish.RunResult;
import dev.reassembly.publish.Verdict;
import dev.reassembly.report.Figures;
import dev.reassembly.report.FrontPage;
import dev.reassembly.report.FrontVerdict;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Prints what a run delivered, for people or for programs. */
final class Outcome {
    private Outcome() {}

    static void print(RunOutcome outcome, Session session, OutputFormat format) throws JsonProcessingException {
        if (format == OutputFormat.JSON) {
            Map<String, Object> json = outcome instanceof PublishedFront several ? json(several) : json((Published) outcome);
            json.put("cache", Map.of("hits", session.clock().hits(), "misses", session.clock().misses()));
            json.put("seconds", session.clock().seconds());
            System.out.println(new ObjectMapper().writeValueAsString(json));
        } else {
            System.out.print(outcome instanceof PublishedFront several ? text(several, session) : text((Published) outcome, session));
        }
    }

    private static Map<String, Object> json(PublishedFront several) {
        Map<String, Object> json = new LinkedHashMap<>();
        Map<String, Object> budgets = new LinkedHashMap<>();
        for (PublishedFront.Part part : several.parts()) {
            budgets.put(part.budget(), part.published() == null ? Map.of("unmet", part.unmet()) : json(part.published()));
        }
        json.put("budgets", budgets);
        json.put("front", several.front());
        json.put("report", several.page());
        return json;
    }

    private static Map<String, Object> json(Published published) {
        RunResult result = published.result();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("verdict", Verdict.of(result));
        json.put("metric", result.metric());
        json.put("standardError", result.standardError());
        json.put("kind", result.kind());
        json.put("withinBudget", result.withinBudget());
        json.put("lead", result.lead());
        json.put("policy", result.policy());
        json.put("rival", result.rival());
        json.put("model", result.model());
        json.put("assembly", result.assembly());
        json.put("parents", result.parents());
        json.put("report", published.report());
        return json;
    }

    private static String text(PublishedFront several, Session session) {
        FrontResult front = several.front();
        TextTable table = new TextTable("network", front.metric().toLowerCase(Locale.ROOT), "parameters", "FLOPs", "lead");
        for (FrontResult.Network parent : front.parents()) {
            row(table, parent.name(), parent, "");
        }
        for (FrontResult.Budget budget : front.budgets()) {
            if (budget.network() == null) {
                table.row("for " + budget.name(), "none", "", "", "");
            } else {
                row(table, "for " + budget.name(), budget.network(), FrontPage.points(budget));
            }
        }
        String nl = System.lineSeparator();
        StringBuilder text = new StringBuilder(nl + table + nl + FrontVerdict.of(front) + nl
                + String.format(Locale.ROOT, "%d test examples; cache: %d hits, %d misses.%n%n", front.testExamples(), session.clock().hits(),
                        session.clock().misses()));
        for (PublishedFront.Part part : several.parts()) {
            text.append(part.budget()).append(": ").append(part.published() == null ? part.unmet() : part.published().result().model().uri()).append(nl);
        }
        return text + "report  " + several.page() + nl;
    }

    private static void row(TextTable table, String name, FrontResult.Network network, String lead) {
        table.row(name, Figures.metric(network.metric()) + " ± " + Figures.metric(network.standardError()), Figures.si(network.parameters()),
                Figures.si(network.flops()), lead);
    }

    private static String text(Published published, Session session) {
        RunResult result = published.result();
        TextTable table = new TextTable("network", result.metricName().toLowerCase(Locale.ROOT), "parameters", "FLOPs", "latency",
                "in budget");
        for (RunResult.Parent parent : result.parents()) {
            table.row(parent.name(), Figures.metricOrDiverged(parent.metric()), Figures.si(parent.parameters()), Figures.si(parent.flops()),
                    Figures.ms(parent.latencyMs()), parent.withinBudget() ? "yes" : "no");
        }
        String nl = System.lineSeparator();
        String files = "report  " + published.report() + nl;
        if (!result.withheld()) {
            RunResult.Model model = result.model();
            table.row("published: " + Verdict.kind(result), Figures.metric(result.metric()), Figures.si(model.parameters()), Figures.si(model.flops()),
                    Figures.ms(model.latencyMs()), result.withinBudget() ? "yes" : "no");
            files = "model   " + model.uri() + nl + "card    " + published.card() + nl + files;
        }
        return nl + table + nl + Verdict.of(result) + nl
                + String.format(Locale.ROOT, "Standard error %.4f on %d test examples; cache: %d hits, %d misses.%n%n",
                        result.standardError(), result.testExamples(), session.clock().hits(), session.clock().misses())
                + files;
    }
}
