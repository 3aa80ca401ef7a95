package dev.reassembly.command;

import dev.reassembly.pipeline.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trained networks to the delivered one. */
@Command(name = "publish", description = "Evaluates on the test split, exports, verifies and writes card and report; what is missing before it is run first.", mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {
    @Mixin
    private RunArguments arguments;

    @Override
    public Integer call() throws Exception {
        try (Session session = arguments.open()) {
            Outcome.print(session.publish(), session, OutputFormat.TEXT);
            return 0;
        }
    }
}
