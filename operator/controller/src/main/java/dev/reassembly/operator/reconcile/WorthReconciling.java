package dev.reassembly.operator.reconcile;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.operator.child.ChildName;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;

/** Passes changes of the spec, which count generations, and of the retry annotation, which doesn't; status writes stop here. */
public final class WorthReconciling implements OnUpdateFilter<ModelReassembly> {
    @Override
    public boolean accept(ModelReassembly updated, ModelReassembly before) {
        return !Objects.equals(updated.getMetadata().getGeneration(), before.getMetadata().getGeneration())
                || !ChildName.retry(updated).equals(ChildName.retry(before));
    }
}
