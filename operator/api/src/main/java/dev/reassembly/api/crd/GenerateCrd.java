package dev.reassembly.api.crd;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** The build's step from Java types to CRD. It adds what the generator's annotations cannot say. */
public final class GenerateCrd {
    private static final List<String> COLUMNS = List.of("Succeeded", "Stage", "Progress", "Metric", "Lead", "Kind", "Reason", "Message", "Age");

    private GenerateCrd() {}

    /** @param args the folder that the CRD is written to */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        new CRDGenerator().customResourceClasses(ModelReassembly.class).forCRDVersions("v1").inOutputDir(folder.toFile())
                .withPostProcessor(new Finish()).generate();
    }

    private static final class Finish implements CRDPostProcessor {
        @Override
        public HasMetadata process(HasMetadata generated, String version) {
            for (CustomResourceDefinitionVersion served : ((CustomResourceDefinition) generated).getSpec().getVersions()) {
                served.getAdditionalPrinterColumns().sort(Comparator.comparing(column -> COLUMNS.indexOf(column.getName())));
                // Rules of change hold between two specs; without one there is nothing that they could forbid.
                served.getSchema().getOpenAPIV3Schema().setRequired(List.of("spec"));
                sayOnce(served.getSchema().getOpenAPIV3Schema());
                keyConditionsByType(served.getSchema().getOpenAPIV3Schema().getProperties().get("status"));
            }
            return generated;
        }

        /** A record's component hands its annotations to field and accessor, and the generator takes the rules of both. */
        private static void sayOnce(JSONSchemaProps schema) {
            if (schema.getXKubernetesValidations() != null) {
                schema.setXKubernetesValidations(schema.getXKubernetesValidations().stream().distinct().toList());
            }
            if (schema.getProperties() != null) {
                schema.getProperties().values().forEach(Finish::sayOnce);
            }
            if (schema.getItems() != null) {
                sayOnce(schema.getItems().getSchema());
            }
        }

        /** One condition a type, which the API server enforces and server-side apply merges by. */
        private static void keyConditionsByType(JSONSchemaProps status) {
            JSONSchemaProps conditions = status.getProperties().get("conditions");
            conditions.setXKubernetesListType("map");
            conditions.setXKubernetesListMapKeys(List.of("type"));
            conditions.getItems().getSchema().setRequired(List.of("status", "type"));
        }
    }
}
