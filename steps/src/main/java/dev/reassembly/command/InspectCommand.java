package dev.reassembly.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reassembly.pipeline.Session;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Models to chains. */
@Command(name = "inspect", description = "Reads and checks the models, and prints their layers, shapes, parameters and FLOPs.", mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
    @Mixin
    private RunArguments arguments;

    @Option(names = "--model", paramLabel = "NAME", description = "Only this model of the zoo (default: all).")
    private String model;

    @Option(names = "--draw", paramLabel = "FOLDER", description = "Also draw each model's layers and cuts into this folder, as MODEL.svg.")
    private Path drawings;

    @Override
    public Integer call() throws Exception {
        try (Session session = arguments.open()) {
            System.out.print(session.inspect(model));
            if (drawings != null) {
                for (Map.Entry<String, String> drawing : session.drawings(model).entrySet()) {
                    WholeFiles.write("--draw", drawings.resolve(drawing.getKey() + ".svg"), drawing.getValue().getBytes(UTF_8));
                }
            }
            return 0;
        }
    }
}
