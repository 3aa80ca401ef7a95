package dev.reassembly.cluster.run;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** After a failure: how things stand on the cluster, short enough to be read in the output of a build. */
final class Diagnosis implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {
    private static final int LAST_LINES = 12;

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        tell(context);
        throw failure;
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        tell(context);
        throw failure;
    }

    private static void tell(ExtensionContext context) {
        Installation in = OperatorExtension.present(context);
        if (in == null) {
            return;
        }
        System.out.println("---- the cluster when " + context.getDisplayName() + " failed");
        System.out.println(in.kubectl("get", "mr", "--output=wide").text());
        System.out.println(in.kubectl("get", "pods").text());
        in.client().genericKubernetesResources("argoproj.io/v1alpha1", "Workflow").inNamespace(in.namespace()).list().getItems().stream()
                .filter(workflow -> !"Succeeded".equals(String.valueOf((Object) workflow.get("status", "phase"))))
                .forEach(workflow -> System.out.println(in.cluster.run("argo", "get", workflow.getMetadata().getName(),
                        "--namespace", in.namespace(), "--no-color").text()));
        System.out.println("---- operator\n" + in.operator.of(log -> true).stream().map(Diagnosis::end).collect(Collectors.joining("----\n")));
        System.out.println("---- steps, the last pods\n" + last(in.steps.of(log -> true)));
    }

    private static String last(List<PodLog> logs) {
        return logs.subList(Math.max(0, logs.size() - 6), logs.size()).stream().map(log -> log.pod() + ":\n" + end(log))
                .collect(Collectors.joining("----\n"));
    }

    private static String end(PodLog log) {
        List<String> lines = log.text().lines().toList();
        return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
