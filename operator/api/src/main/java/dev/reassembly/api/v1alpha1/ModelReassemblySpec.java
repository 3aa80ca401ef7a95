package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * What a user asks for. Immutable but for {@code suspend}: results are stored by content, so a new object with another spec
 * costs only what is new. A rule of a field is not asked when the field comes or goes, hence those of the whole spec.
 */
@ValidationRule(value = "has(self.storage) == has(oldSelf.storage)", fieldPath = ".storage", message = ModelReassemblySpec.FIXED)
@ValidationRule(value = "has(self.activeDeadlineSeconds) == has(oldSelf.activeDeadlineSeconds)", fieldPath = ".activeDeadlineSeconds",
        message = ModelReassemblySpec.FIXED)
@ValidationRule(value = "has(self.pods) == has(oldSelf.pods)", fieldPath = ".pods", message = ModelReassemblySpec.FIXED)
@ValidationRule(value = "has(self.budget) != has(self.budgets)", fieldPath = ".budget",
        message = "exactly one of budget and budgets must be set")
@ValidationRule(value = "has(self.budgets) == has(oldSelf.budgets)", fieldPath = ".budgets", message = ModelReassemblySpec.FIXED)
@ValidationRule(value = "self.zoo.all(a, self.zoo.exists_one(b, b.name == a.name))", fieldPath = ".zoo",
        message = "every network of the zoo needs a name of its own")
@ValidationRule(value = "self.task.kind != 'TextClassification' || self.zoo.all(m, has(m.preprocessing.text))", fieldPath = ".zoo",
        message = "a TextClassification task needs preprocessing.text in every network of the zoo")
@ValidationRule(value = "self.task.kind != 'ImageClassification' || self.zoo.all(m, has(m.preprocessing.image))", fieldPath = ".zoo",
        message = "an ImageClassification task needs preprocessing.image in every network of the zoo")
@ValidationRule(value = "self.task.kind != 'TextClassification' || self.task.dataset.format in ['JSONL', 'CSV']", fieldPath = ".task.dataset.format",
        message = "a TextClassification task reads JSONL or CSV")
@ValidationRule(value = "self.task.kind != 'ImageClassification' || self.task.dataset.format in ['ImageFolder', 'WebDataset', 'IDX']",
        fieldPath = ".task.dataset.format", message = "an ImageClassification task reads ImageFolder, WebDataset or IDX")
public record ModelReassemblySpec(
        @ValidationRule(value = "self == oldSelf", message = ModelReassemblySpec.FIXED)
        @Required @Size(min = 2, max = 64) @JsonPropertyDescription("The pre-trained networks whose blocks may be used.")
        List<ZooModel> zoo,
        @ValidationRule(value = "self == oldSelf", message = ModelReassemblySpec.FIXED)
        @Required @JsonPropertyDescription("The downstream task the new network is for.") Task task,
        @ValidationRule(value = "self == oldSelf", message = ModelReassemblySpec.FIXED)
        @Default("{}") @JsonPropertyDescription("How the networks are cut into blocks and the blocks grouped into equivalence sets.")
        PartitionSpec partition,
        @ValidationRule(value = "self == oldSelf", message = ModelReassemblySpec.FIXED)
        @JsonPropertyDescription("What the new network may cost; at least one bound. Either this or budgets.") Budget budget,
        @ValidationRule(value = "self == oldSelf", message = ModelReassemblySpec.FIXED)
        @ValidationRule(value = "self.all(a, self.exists_one(b, b.name == a.name))", message = "every budget needs a name of its own")
        @Size(min = 1, max = 16)
        @JsonPropertyDescription("Several budgets for one run: a network is delivered for each, and the front that they make.")
        List<NamedBudget> budgets,
        @ValidationRule(value = "self == oldSelf", message = ModelReassemblySpec.FIXED)
        @Default("{}") @JsonPropertyDescription("How candidate assemblies are searched.") AssemblySpec assembly,
        @ValidationRule(value = "self == oldSelf", message = ModelReassemblySpec.FIXED)
        @Default("{}") @JsonPropertyDescription("How candidates and baselines are trained.") FineTuning fineTuning,
        @ValidationRule(value = "self == oldSelf", message = ModelReassemblySpec.FIXED)
        @JsonPropertyDescription("Where the network, its card and the report go.") @Required Output output,
        @ValidationRule(value = "self == oldSelf", message = ModelReassemblySpec.FIXED)
        @JsonPropertyDescription("The object storage that steps pass artifacts through.") Storage storage,
        @ValidationRule(value = "self == oldSelf", message = ModelReassemblySpec.FIXED)
        @Default("0") @Min(0) @Max(2147483647) @JsonPropertyDescription("Seed of every random choice of the run.") Long seed,
        @Default("false") @JsonPropertyDescription("Stops the workflow without losing what is done.") Boolean suspend,
        @ValidationRule(value = "self == oldSelf", message = ModelReassemblySpec.FIXED)
        @Min(60) @Max(2592000) @JsonPropertyDescription("The run fails when it takes longer than this.")
        Long activeDeadlineSeconds,
        @ValidationRule(value = "self == oldSelf", message = ModelReassemblySpec.FIXED)
        @JsonPropertyDescription("Resources and placement of the steps' pods; only a cluster reads it.") Pods pods) {

    static final String FIXED = "cannot be changed: make a new ModelReassembly; what is stored of this one is used again";
}
