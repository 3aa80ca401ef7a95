package dev.reassembly.command;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.pipeline.Session;
import dev.reassembly.report.StudyPage;
import dev.reassembly.study.Study;
import dev.reassembly.study.StudyCsv;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which score predicts. */
@Command(name = "study", description = "Trains random assemblies to the end and says which training-free score predicted the metric.",
        mixinStandardHelpOptions = true)
final class StudyCommand implements Callable<Integer> {
    @Mixin
    private RunArguments arguments;

    @Option(names = "--assemblies", paramLabel = "N", defaultValue = "30",
            description = "How many are drawn within the budget, 4 to 1000 (default: ${DEFAULT-VALUE}).")
    private int assemblies;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "2",
            description = "How often each is trained, 1 to 20, from the file's own seed on (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Also write study.json, study.csv and study.html into this folder.")
    private Path out;

    @Override
    public Integer call() throws Exception {
        require("--assemblies", assemblies, 4, 1000);
        require("--seeds", seeds, 1, 20);
        try (Session session = arguments.open()) {
            Study study = session.study(assemblies, seeds);
            if (out != null) {
                write(study);
            }
            print(study);
            return 0;
        }
    }

    private static void require(String option, int found, int least, int most) {
        if (found < least || found > most) {
            throw new InvalidInputException(option, "found " + found + ", allowed are " + least + " to " + most);
        }
    }

    private void write(Study study) throws IOException {
        WholeFiles.write("--out", out.resolve("study.csv"), StudyCsv.of(study).getBytes(StandardCharsets.UTF_8));
        WholeFiles.write("--out", out.resolve("study.html"), StudyPage.html(study).getBytes(StandardCharsets.UTF_8));
        WholeFiles.writeJson("--out", out.resolve("study.json"), study);
    }

    private static void print(Study study) {
        TextTable table = new TextTable("score", "tau-b", "95 % interval", "regret", "top-3", "networks");
        StudyPage.rows(study).forEach(row -> table.row(row.toArray(String[]::new)));
        System.out.print(StudyPage.summary(study) + System.lineSeparator() + System.lineSeparator() + table);
    }
}
