package dev.reassembly;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/architecture.md, enforced: arrows only point downwards, and each foreign world is known in one place. */
class ArchitectureTest {
    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.reassembly.command", "dev.reassembly.pipeline", "dev.reassembly.probe", "dev.reassembly.partition",
                        "dev.reassembly.assembly", "dev.reassembly.finetune", "dev.reassembly.publish", "dev.reassembly.report", "dev.reassembly.front",
                        "dev.reassembly.study", "dev.reassembly.bench",
                        "dev.reassembly.model", "dev.reassembly.similarity", "dev.reassembly.data", "dev.reassembly.store",
                        "dev.reassembly.progress", "dev.reassembly.failure");
    }

    @Test
    void arrowsPointDownwards() {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("command").definedBy("dev.reassembly.command..")
                .layer("pipeline").definedBy("dev.reassembly.pipeline..")
                .layer("report").definedBy("dev.reassembly.report..")
                .layer("publish").definedBy("dev.reassembly.publish..")
                .layer("front").definedBy("dev.reassembly.front..")
                .layer("study").definedBy("dev.reassembly.study..")
                .layer("bench").definedBy("dev.reassembly.bench..")
                .layer("finetune").definedBy("dev.reassembly.finetune..")
                .layer("assembly").definedBy("dev.reassembly.assembly..")
                .layer("partition").definedBy("dev.reassembly.partition..")
                .layer("probe").definedBy("dev.reassembly.probe..")
                .layer("similarity").definedBy("dev.reassembly.similarity..")
                .layer("data").definedBy("dev.reassembly.data..")
                .layer("model").definedBy("dev.reassembly.model..")
                .layer("store").definedBy("dev.reassembly.store..")
                .whereLayer("command").mayNotBeAccessedByAnyLayer()
                .whereLayer("bench").mayOnlyBeAccessedByLayers("command")
                .whereLayer("pipeline").mayOnlyBeAccessedByLayers("bench", "command")
                .whereLayer("report").mayOnlyBeAccessedByLayers("pipeline", "bench", "command")
                .whereLayer("front").mayOnlyBeAccessedByLayers("report", "pipeline", "bench", "command")
                .whereLayer("publish").mayOnlyBeAccessedByLayers("report", "pipeline", "bench", "command")
                .whereLayer("study").mayOnlyBeAccessedByLayers("publish", "report", "pipeline", "bench", "command")
                .whereLayer("study").mayNotAccessAnyLayer()
                .whereLayer("finetune").mayOnlyBeAccessedByLayers("report", "pipeline")
                .whereLayer("assembly").mayOnlyBeAccessedByLayers("publish", "report", "pipeline", "bench")
                .whereLayer("partition").mayOnlyBeAccessedByLayers("report", "pipeline")
                .whereLayer("probe").mayOnlyBeAccessedByLayers("assembly", "pipeline")
                .whereLayer("similarity").mayOnlyBeAccessedByLayers("probe", "pipeline")
                .whereLayer("data").mayOnlyBeAccessedByLayers("probe", "assembly", "finetune", "publish", "pipeline")
                .whereLayer("model").mayOnlyBeAccessedByLayers("probe", "assembly", "finetune", "publish", "report", "pipeline", "bench")
                .whereLayer("store").mayOnlyBeAccessedByLayers("data", "pipeline", "command")
                .check(classes);
    }

    @Test
    void eachForeignWorldIsKnownInOnePlace() {
        only("dev.reassembly.store..", "io.minio..", "okhttp3..", "org.gaul..");
        only("dev.reassembly.assembly..", "com.google.ortools..");
        noClasses().that().resideOutsideOfPackages("dev.reassembly.publish..", "dev.reassembly.model.onnxruntime..")
                .should().dependOnClassesThat().resideInAnyPackage("ai.onnxruntime..").check(classes);
        only("dev.reassembly.command..", "picocli..");
        only("dev.reassembly.data..", "ai.djl.huggingface..");
        only("dev.reassembly.model.onnx..", "ai.onnx..");
    }

    @Test
    void stepsKnowNothingOfKubernetes() {
        noClasses().that().resideOutsideOfPackage("dev.reassembly.pipeline..").should().dependOnClassesThat()
                .resideInAnyPackage("io.fabric8..").check(classes);
    }

    private static void only(String home, String... foreign) {
        noClasses().that().resideOutsideOfPackage(home).should().dependOnClassesThat().resideInAnyPackage(foreign).check(classes);
    }
}
