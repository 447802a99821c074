package org.ephemeralftp.server.junit;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.ephemeralftp.server.ServerConfigBuilder;

/**
 * The JUnit Jupiter extension that gives tests a {@link TestFtpServer}.
 *
 * <p>As {@code @ExtendWith(EphemeralFtpExtension.class)} it starts a server for each test method that has a parameter of
 * that type. If the class takes one in {@code @BeforeAll} or its constructor, that one serves all methods.
 *
 * <p>As a field it can be configured: {@code @RegisterExtension EphemeralFtpExtension ftp =
 * EphemeralFtpExtension.with(server -> server.passivePorts("50000-50009"))}. A static field is one server for all
 * methods, an instance field one for each (but with {@code @TestInstance(PER_CLASS)}, where both are the same). Tests have it as a parameter, too, or from {@link #server()}.
 *
 * <p>Its servers let nobody wait and ban nobody for wrong passwords, unlike others; see {@link TestFtpServer}.
 */
public final class EphemeralFtpExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private static final String SERVER = "server";

    private final Namespace namespace = Namespace.create(EphemeralFtpExtension.class, this);
    private final UnaryOperator<ServerConfigBuilder> configuration;
    private final boolean startsUnasked;
    private volatile @Nullable TestFtpServer current;

    /** For {@code @ExtendWith}; a field is made by {@link #create} or {@link #with}. */
    public EphemeralFtpExtension() {
        this(UnaryOperator.identity(), false);
    }

    private EphemeralFtpExtension(UnaryOperator<ServerConfigBuilder> configuration, boolean startsUnasked) {
        this.configuration = configuration;
        this.startsUnasked = startsUnasked;
    }

    /** An extension for a field, with a server that needs no configuration. */
    public static EphemeralFtpExtension create() {
        return with(UnaryOperator.identity());
    }

    /** An extension for a field, with a server that is configured as by {@link TestFtpServer#start(UnaryOperator)}. */
    public static EphemeralFtpExtension with(UnaryOperator<ServerConfigBuilder> configuration) {
        return new EphemeralFtpExtension(configuration, true);
    }

    /**
     * The server of the test that runs.
     *
     * @throws IllegalStateException if no test runs, or this is no field
     */
    public TestFtpServer server() {
        TestFtpServer running = current;
        if (running == null) {
            throw new IllegalStateException(
                    "There is no server now: it runs from before the test, or its class, to after it, and for a field"
                            + " made by create() or with(...) only; otherwise take a parameter of type TestFtpServer");
        }
        return running;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        startUnasked(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        startUnasked(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        stop(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stop(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestFtpServer.class;
    }

    @Override
    public TestFtpServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return start(context);
    }

    private void startUnasked(ExtensionContext context) {
        if (startsUnasked) {
            current = start(context);
        }
    }

    /** The server of the enclosing context if it has one: that of the class serves its methods and nested classes. */
    private TestFtpServer start(ExtensionContext context) {
        Store store = context.getStore(namespace);
        TestFtpServer running = store.get(SERVER, TestFtpServer.class);
        if (running == null) {
            running = TestFtpServer.start(configuration);
            store.put(SERVER, running);
        }
        return running;
    }

    /** Stops what was started in this very context. */
    private void stop(ExtensionContext context) {
        TestFtpServer own = context.getStore(namespace).remove(SERVER, TestFtpServer.class);
        if (own != null) {
            current = null;
            own.close();
        }
    }
}
