package dev.reassembly.cluster;

import java.util.function.Supplier;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Finds or starts the cluster before the first test that needs it; JUnit closes it when the last test of the session is over. */
public final class ClusterExtension implements BeforeAllCallback, ParameterResolver {
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

    /** The session's cluster. */
    public static TestCluster cluster(ExtensionContext context) {
        return once(context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE), TestCluster.class, TestCluster::find);
    }

    /** Something that all tests of a session share. Making it is tried once: where that failed, others would only wait for the same failure. */
    public static <T> T once(Store session, Class<T> type, Supplier<T> make) {
        String failed = type.getName() + " failed";
        RuntimeException failure = session.get(failed, RuntimeException.class);
        if (failure != null) {
            throw failure;
        }
        try {
            return session.computeIfAbsent(type, key -> make.get(), type);
        } catch (RuntimeException e) {
            session.put(failed, e);
            throw e;
        }
    }
}
