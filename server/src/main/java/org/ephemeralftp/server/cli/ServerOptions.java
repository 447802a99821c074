package org.ephemeralftp.server.cli;

import java.lang.reflect.Field;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.ServerConfig;
import org.ephemeralftp.server.ServerConfigBuilder;
import org.ephemeralftp.server.users.RandomPassword;

/**
 * The options of {@code serve}, in the groups of {@code --help}, for every command that has them. They are mixins to picocli
 * when it reads annotations, and {@link #group} makes the groups: for one that is annotated, picocli lays out the group's
 * synopsis for each option in it, for a trace that nobody reads, and that takes a quarter of a start.
 */
final class ServerOptions {
    static final String DEMO = "demo";

    /** The headings, in the order of the help. */
    private static final List<Heading> HEADINGS = List.of(
            new Heading(PortOptions.class, PortOptions.HEADING),
            new Heading(DataOptions.class, DataOptions.HEADING),
            new Heading(AddressOptions.class, AddressOptions.HEADING),
            new Heading(FileOptions.class, FileOptions.HEADING),
            new Heading(AccountOptions.class, AccountOptions.HEADING),
            new Heading(TlsOptions.class, TlsOptions.HEADING),
            new Heading(LimitOptions.class, LimitOptions.HEADING),
            new Heading(AdminOptions.class, AdminOptions.HEADING),
            new Heading(OperationOptions.class, OperationOptions.HEADING));

    /** What stands above the options that a class declares. */
    private record Heading(Class<?> declares, String text) {
        private boolean isAbove(OptionSpec option) {
            return option.userObject() instanceof Field field && field.getDeclaringClass() == declares;
        }
    }

    @Mixin
    private PortOptions ports = new PortOptions();

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private AddressOptions addresses = new AddressOptions();

    @Mixin
    private FileOptions files = new FileOptions();

    @Mixin
    private AccountOptions accounts = new AccountOptions();

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Mixin
    private OperationOptions operation = new OperationOptions();

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private CommandSpec command;

    /**
     * The configuration they make.
     *
     * @param config the configuration
     * @param demoPassword the password of the demo account, if nobody else could log in
     */
    record Configured(ServerConfig config, @Nullable String demoPassword) {}

    /** Puts those of a command's options that are declared here below their headings. */
    static void group(CommandSpec command) {
        for (Heading heading : HEADINGS) {
            List<OptionSpec> options =
                    command.options().stream().filter(heading::isAbove).toList();
            if (!options.isEmpty()) {
                ArgGroupSpec.Builder group = ArgGroupSpec.builder()
                        .validate(false)
                        .exclusive(false)
                        .order(HEADINGS.indexOf(heading))
                        .heading(heading.text());
                for (OptionSpec option : options) {
                    command.remove(option);
                    group.addArg(option);
                }
                command.addArgGroup(group.build());
            }
        }
    }

    OperationOptions operation() {
        return operation;
    }

    /**
     * What the options make together.
     *
     * @throws ParameterException if they cannot be meant
     */
    Configured configure() {
        ServerConfigBuilder builder = EphemeralFtpServer.builder();
        try {
            List.of(ports, data, addresses, files, accounts, tls, limits, admin, operation)
                    .forEach(group -> group.applyTo(builder));
            String demoPassword = null;
            if (accounts.none()) {
                demoPassword = RandomPassword.generate(new SecureRandom());
                builder.user(DEMO, demoPassword);
            }
            return new Configured(builder.build(), demoPassword);
        } catch (RefusedOption e) {
            throw new ParameterException(
                    command.commandLine(),
                    e.option() + ": " + e.getMessage(),
                    e,
                    command.findOption(e.option()),
                    String.valueOf(e.value()));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
