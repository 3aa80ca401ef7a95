package dev.reassembly.api.v1alpha1;

import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;

/** A toleration, with the fields and meaning of Kubernetes' own. */
public record PodToleration(
        @Size(max = 316) String key,
        @Default("Equal") Operator operator,
        @Size(max = 63) String value,
        Effect effect) {
    public enum Operator {
        Equal, Exists
    }

    public enum Effect {
        NoSchedule, PreferNoSchedule, NoExecute
    }
}
