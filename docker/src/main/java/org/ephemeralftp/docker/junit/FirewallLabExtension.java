package org.ephemeralftp.docker.junit;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.ephemeralftp.docker.lab.FirewallLab;
import org.ephemeralftp.docker.lab.UnsupportedMachineException;

/**
 * The JUnit Jupiter extension that gives tests a {@link FirewallLab}.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final FirewallLabExtension LAB = FirewallLabExtension.with(lab -> lab.ruleset(LabHost.SERVER, Path.of("my.nft"))
 *         .server("--passive-ports", "50000-50009"));
 * }</pre>
 *
 * <p>A static field is one lab for all methods, an instance field one for each. Tests have it as a parameter, or from
 * {@link #lab()}. It is closed after them.
 *
 * <p>A lab needs Linux, root and nftables. Where the machine cannot have one, the tests are skipped with the reason. Nobody
 * looks at skipped tests, so where there has to be one, as in CI, say {@link #required()}: they fail then.
 */
public final class FirewallLabExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private static final String LAB = "lab";

    private final Namespace namespace = Namespace.create(FirewallLabExtension.class, this);
    private final UnaryOperator<FirewallLab.Builder> description;
    private final boolean required;
    private volatile @Nullable FirewallLab current;

    private FirewallLabExtension(UnaryOperator<FirewallLab.Builder> description, boolean required) {
        this.description = description;
        this.required = required;
    }

    /** An extension for a field; the rules, the translation of addresses and the server are told to the builder. */
    public static FirewallLabExtension with(UnaryOperator<FirewallLab.Builder> description) {
        return new FirewallLabExtension(description, false);
    }

    /** The same, and tests fail where there can be no lab. */
    public FirewallLabExtension required() {
        return required(true);
    }

    /** The same; tests fail where there can be no lab, if this is so, and are skipped otherwise. */
    public FirewallLabExtension required(boolean value) {
        return new FirewallLabExtension(description, value);
    }

    /**
     * The lab of the test that runs.
     *
     * @throws IllegalStateException if no test runs
     */
    public FirewallLab lab() {
        FirewallLab running = current;
        if (running == null) {
            throw new IllegalStateException(
                    "There is no lab now: it is there from before the test, or its class, to after it");
        }
        return running;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        start(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == FirewallLab.class;
    }

    @Override
    public FirewallLab resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return lab();
    }

    /** Where the class has a lab, its methods and nested classes have that one. */
    private void start(ExtensionContext context) {
        Store store = context.getStore(namespace);
        if (store.get(LAB, FirewallLab.class) == null) {
            FirewallLab lab = lab(description.apply(FirewallLab.builder()));
            store.put(LAB, lab);
            current = lab;
        }
    }

    private FirewallLab lab(FirewallLab.Builder described) {
        try {
            return described.start();
        } catch (UnsupportedMachineException e) {
            if (required) {
                throw e;
            }
            return Assumptions.abort(String.valueOf(e.getMessage()));
        }
    }

    /** Closes what was started in this very context. */
    private void close(ExtensionContext context) {
        FirewallLab own = context.getStore(namespace).remove(LAB, FirewallLab.class);
        if (own != null) {
            current = null;
            own.close();
        }
    }
}
