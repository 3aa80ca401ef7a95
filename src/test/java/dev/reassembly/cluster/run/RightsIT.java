package dev.reassembly.cluster.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the API server lets the operator and the pods of a workflow do is what the chart says, is enough, and is nothing more. */
@OnOperator
class RightsIT {
    private static final Path AGREED = Path.of(System.getProperty("home", "."), "src/test/golden/grants.txt");
    private static Installation in;

    @BeforeAll
    static void run(Installation installation, Reference afterOneRun) {
        in = installation;
    }

    @Test
    void theOperatorsAreThoseAgreedTo() throws IOException {
        assertThat(granted(Installation.OPERATOR, in.operatorNamespace(), in.namespace())).isEqualTo(agreed(Installation.OPERATOR));
    }

    @Test
    void theStepsAreThoseAgreedTo() throws IOException {
        assertThat(granted(Installation.STEPS_ACCOUNT, in.namespace(), in.namespace())).isEqualTo(agreed(Installation.STEPS_ACCOUNT));
    }

    @Test
    void nobodyHasRightsElsewhere() {
        for (String elsewhere : Set.of("default", "kube-system", in.operatorNamespace())) {
            assertThat(granted(Installation.OPERATOR, in.operatorNamespace(), elsewhere)).as(elsewhere).isEmpty();
            assertThat(granted(Installation.STEPS_ACCOUNT, in.namespace(), elsewhere)).as(elsewhere).isEmpty();
        }
    }

    /** Enough: a run has succeeded, and nothing was refused on the way, but by a namespace that was being deleted. */
    @Test
    void theOperatorWasRefusedNothing() {
        assertThat(in.operator.of(log -> true)).isNotEmpty().allSatisfy(log -> assertThat(log.text()).contains("started in"))
                .flatMap(log -> log.text().lines().toList()).filteredOn(line -> !line.contains("being terminated"))
                .noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("forbidden"));
    }

    @Test
    void podsHaveNoRootNoWritableSystemAndTheStepNoToken() {
        Pod operator = in.operatorPod();
        assertThat(operator.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(operator.getSpec().getContainers()).allSatisfy(container -> assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue());
        assertThat(in.steps.of(log -> log.instance().equals(Reference.NAME))).isNotEmpty().allSatisfy(log -> {
            Pod pod = log.object();
            assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSpec().getContainers()).filteredOn(container -> container.getName().equals("main")).singleElement()
                    .satisfies(main -> {
                        assertThat(main.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
                        assertThat(main.getVolumeMounts()).extracting(mount -> mount.getMountPath())
                                .noneMatch(path -> path.contains("serviceaccount"));
                    });
        });
    }

    private static Set<String> agreed(String account) throws IOException {
        String line = "  " + account + " in reassembly: ";
        return Files.readString(AGREED).lines().skip(1).takeWhile(text -> text.startsWith(" ")).filter(text -> text.startsWith(line))
                .map(text -> text.substring(line.length())).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What the account may do in a namespace, beside what any account may. */
    private static Set<String> granted(String account, String home, String namespace) {
        Set<String> granted = rules(account, home, namespace);
        granted.removeAll(rules("nobody", home, namespace));
        return granted;
    }

    private static Set<String> rules(String account, String home, String namespace) {
        Config as = new ConfigBuilder(in.client().getConfiguration()).withImpersonateUsername("system:serviceaccount:" + home + ":" + account)
                .withImpersonateGroups("system:serviceaccounts", "system:serviceaccounts:" + home, "system:authenticated").build();
        try (KubernetesClient client = new KubernetesClientBuilder().withConfig(as).build()) {
            return client.authorization().v1().selfSubjectRulesReview()
                    .create(new SelfSubjectRulesReviewBuilder().withNewSpec().withNamespace(namespace).endSpec().build())
                    .getStatus().getResourceRules().stream().map(RightsIT::line).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String line(ResourceRule rule) {
        String names = rule.getResourceNames().isEmpty() ? "" : " named " + String.join(",", rule.getResourceNames());
        return String.join(",", rule.getVerbs()) + " " + String.join(",", rule.getResources()) + names;
    }
}
