package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A request to set one network for one task and one budget, or one for each of several, from the blocks of a zoo of pre-trained networks. */
@Group("reassembly.dev")
@Version("v1alpha1")
@Kind("ModelReassembly")
@ShortNames("mr")
@AdditionalPrinterColumn(name = "Succeeded", jsonPath = ".status.conditions[?(@.type==\"Succeeded\")].status")
@AdditionalPrinterColumn(name = "Stage", jsonPath = ".status.stage")
@AdditionalPrinterColumn(name = "Progress", jsonPath = ".status.progress")
@AdditionalPrinterColumn(name = "Metric", jsonPath = ".status.best.metric", type = AdditionalPrinterColumn.Type.NUMBER)
@AdditionalPrinterColumn(name = "Lead", jsonPath = ".status.lead.points", type = AdditionalPrinterColumn.Type.NUMBER)
@AdditionalPrinterColumn(name = "Kind", jsonPath = ".status.best.kind")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Succeeded\")].reason", priority = 1)
@AdditionalPrinterColumn(name = "Message", jsonPath = ".status.conditions[?(@.type==\"Succeeded\")].message", priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = AdditionalPrinterColumn.Type.DATE)
public class ModelReassembly extends CustomResource<ModelReassemblySpec, ModelReassemblyStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;

    /** Who set which field is larger than the fields, and nothing here asks for it. */
    @Override
    @JsonIgnoreProperties("managedFields")
    public void setMetadata(ObjectMeta metadata) {
        super.setMetadata(metadata);
    }
}
