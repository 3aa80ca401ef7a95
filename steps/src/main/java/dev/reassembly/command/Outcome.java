package dev.reassembly.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reassembly.pipeline.Published;
import dev.reassembly.pipeline.Session;
import dev.reassembly.publish.RunResult;
import dev.reassembly.publish.Verdict;
import dev.reassembly.report.Figures;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Prints what a run delivered, for people or for programs. */
final class Outcome {
    private Outcome() {}

    static void print(Published published, Session session, OutputFormat format) throws JsonProcessingException {
        if (format == OutputFormat.JSON) {
            System.out.println(new ObjectMapper().writeValueAsString(json(published, session)));
        } else {
            System.out.print(text(published, session));
        }
    }

    private static Map<String, Object> json(Published published, Session session) {
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
        json.put("cache", Map.of("hits", session.clock().hits(), "misses", session.clock().misses()));
        json.put("seconds", session.clock().seconds());
        json.put("report", published.report());
        return json;
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
