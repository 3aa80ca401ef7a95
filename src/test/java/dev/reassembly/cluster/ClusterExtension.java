package dev.reassembly.cluster;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Finds or starts the cluster before the first test that needs it; JUnit closes it when the last test of the session is over. */
final class ClusterExtension implements BeforeAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(ClusterExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        cluster(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return cluster(context);
    }

    /** Starting is tried once: where it failed, every other test would only wait for the same failure. */
    private static TestCluster cluster(ExtensionContext context) {
        Store session = context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE);
        RuntimeException failure = session.get(RuntimeException.class, RuntimeException.class);
        if (failure != null) {
            throw failure;
        }
        try {
            return session.computeIfAbsent(TestCluster.class, key -> TestCluster.find(), TestCluster.class);
        } catch (RuntimeException e) {
            session.put(RuntimeException.class, e);
            throw e;
        }
    }
}
