package dev.reassembly.study;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The trials as a table of comma-separated values (RFC 4180): a row an assembly and seed. What is not known is empty. */
public final class StudyCsv {
    private StudyCsv() {}

    public static String of(Study study) {
        List<String> scores = study.trials().stream().flatMap(trial -> trial.scores().keySet().stream()).distinct().toList();
        int epochs = study.trials().stream().mapToInt(trial -> trial.epochs().size()).max().orElse(0);
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("assembly", "layers", "seed"));
        header.addAll(scores);
        IntStream.rangeClosed(1, epochs).forEach(epoch -> header.add("validation-epoch-" + epoch));
        header.addAll(List.of("validation", "test"));
        rows.add(header);
        for (Trial trial : study.trials()) {
            List<String> row = new ArrayList<>(List.of(trial.assembly(), trial.layers(), String.valueOf(trial.seed())));
            scores.forEach(name -> row.add(text(trial.scores().get(name))));
            IntStream.range(0, epochs).forEach(epoch -> row.add(text(epoch < trial.epochs().size() ? trial.epochs().get(epoch) : null)));
            row.addAll(List.of(text(trial.test() == null ? null : trial.validation()), text(trial.test())));
            rows.add(row);
        }
        return rows.stream().map(row -> row.stream().map(StudyCsv::quoted).collect(Collectors.joining(","))).collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    private static String text(Double value) {
        return value == null ? "" : String.valueOf(value);
    }

    private static String quoted(String cell) {
        return cell.matches("[^,\"\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
