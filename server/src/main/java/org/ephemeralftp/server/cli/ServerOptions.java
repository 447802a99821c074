package org.ephemeralftp.server.cli;

import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.ServerConfig;
import org.ephemeralftp.server.ServerConfigBuilder;
import org.ephemeralftp.server.users.RandomPassword;

/**
 * The options of {@code serve}, in the groups of {@code --help}, for every command that has them. That groups are not
 * exclusive goes without saying, but picocli, unless told, says so to its own trace, and lays out each group's synopsis
 * for it, which nobody reads and takes a tenth of a start.
 */
final class ServerOptions {
    static final String DEMO = "demo";

    @ArgGroup(validate = false, exclusive = false, order = 1, heading = PortOptions.HEADING)
    private PortOptions ports = new PortOptions();

    @ArgGroup(validate = false, exclusive = false, order = 2, heading = DataOptions.HEADING)
    private DataOptions data = new DataOptions();

    @ArgGroup(validate = false, exclusive = false, order = 3, heading = AddressOptions.HEADING)
    private AddressOptions addresses = new AddressOptions();

    @ArgGroup(validate = false, exclusive = false, order = 4, heading = FileOptions.HEADING)
    private FileOptions files = new FileOptions();

    @ArgGroup(validate = false, exclusive = false, order = 5, heading = AccountOptions.HEADING)
    private AccountOptions accounts = new AccountOptions();

    @ArgGroup(validate = false, exclusive = false, order = 6, heading = TlsOptions.HEADING)
    private TlsOptions tls = new TlsOptions();

    @ArgGroup(validate = false, exclusive = false, order = 7, heading = LimitOptions.HEADING)
    private LimitOptions limits = new LimitOptions();

    @ArgGroup(validate = false, exclusive = false, order = 8, heading = AdminOptions.HEADING)
    private AdminOptions admin = new AdminOptions();

    @ArgGroup(validate = false, exclusive = false, order = 9, heading = OperationOptions.HEADING)
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
