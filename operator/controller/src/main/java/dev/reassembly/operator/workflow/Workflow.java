package dev.reassembly.operator.workflow;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1WorkflowSpec;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1WorkflowStatus;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * An Argo Workflow for the Kubernetes client. Its models know only the part of the API that the operator uses, and of one that is read only what is
 * {@link Followed} stays: create it and read it, but change it by patches alone, since a replacement would drop the rest.
 */
@Group("argoproj.io")
@Version("v1alpha1")
@Kind("Workflow")
public class Workflow extends CustomResource<IoArgoprojWorkflowV1alpha1WorkflowSpec, IoArgoprojWorkflowV1alpha1WorkflowStatus>
        implements Namespaced {
    private static final long serialVersionUID = 1L;

    @Override
    @JsonIgnoreProperties("managedFields")
    public void setMetadata(ObjectMeta metadata) {
        super.setMetadata(metadata);
    }

    @Override
    @JsonDeserialize(converter = Followed.Spec.class)
    public void setSpec(IoArgoprojWorkflowV1alpha1WorkflowSpec spec) {
        super.setSpec(spec);
    }

    @Override
    @JsonDeserialize(converter = Followed.Status.class)
    public void setStatus(IoArgoprojWorkflowV1alpha1WorkflowStatus status) {
        super.setStatus(status);
    }
}
