package dev.reassembly.cluster.run;

import dev.reassembly.cluster.ClusterExtension;
import dev.reassembly.cluster.TestCluster;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Installs the operator and makes the reference run when the first test asks for them. */
final class OperatorExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(OperatorExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Installation.class || type == Reference.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Store store = context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE);
        return parameter.getParameter().getType() == Installation.class ? installation(store, context)
                : ClusterExtension.once(store, Reference.class, () -> Reference.run(installation(store, context)));
    }

    private static Installation installation(Store store, ExtensionContext context) {
        TestCluster cluster = ClusterExtension.cluster(context); // first, so that it is closed last
        return ClusterExtension.once(store, Installation.class, () -> Installation.install(cluster));
    }

    /** The operator, if there is one. */
    static Installation present(ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE).get(Installation.class, Installation.class);
    }
}
