package dev.reassembly.command;

import dev.reassembly.pipeline.RunOutcome;
import dev.reassembly.pipeline.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trained networks to the delivered one. */
@Command(name = "publish", description = "Evaluates on the test split, exports, verifies and writes card and report; what is missing before it is run first.", mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {
    @Mixin
    private RunArguments arguments;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Also write summary.json, report.html and the report's figures into this folder."
            + " With several budgets the report is that of the front, and each budget's are called report-NAME.html and so on.")
    private Path out;

    @Override
    public Integer call() throws Exception {
        try (Session session = arguments.open()) {
            RunOutcome published = session.publish();
            if (out != null) {
                write(published, session);
            }
            Outcome.print(published, session, OutputFormat.TEXT);
            return 0;
        }
    }

    /** The summary last: where it is, everything is. */
    private void write(RunOutcome published, Session session) throws IOException {
        for (Map.Entry<String, byte[]> file : session.report().entrySet()) {
            WholeFiles.write("--out", out.resolve(file.getKey()), file.getValue());
        }
        WholeFiles.writeJson("--out", out.resolve("summary.json"), published.summary());
    }
}
