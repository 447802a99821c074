package org.ephemeralftp.server.cli;

import java.net.InetAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import org.ephemeralftp.server.ServerConfigBuilder;
import org.ephemeralftp.server.admin.AdminConfig;

/** Where the live view is served, and to whom. */
final class AdminOptions implements OptionGroup {
    static final String HEADING = "%nLive view%n";

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            converter = Converters.ControlPort.class,
            description =
                    "Serve the live view over HTTP on this port: a page, /ports, /events, /metrics for Prometheus, "
                            + "/health/live and /health/ready.")
    private @Nullable Integer port;

    @Option(
            names = "--admin-address",
            paramLabel = "ADDRESS",
            converter = Converters.Address.class,
            description = "The address the live view is served on; one that other machines can reach needs a token "
                    + "(default: 127.0.0.1, this machine only).")
    private @Nullable InetAddress address;

    @Option(
            names = "--admin-token-file",
            paramLabel = "FILE",
            description = "A file with the token that readers of the live view need, 16 characters or more; browsers "
                    + "say it once, as /?token=TOKEN.")
    private @Nullable Path tokenFile;

    @Override
    public void applyTo(ServerConfigBuilder builder) {
        AdminConfig.Builder admin = AdminConfig.builder();
        if (port != null) {
            admin.port(port);
        }
        if (address != null) {
            admin.address(address);
        }
        if (tokenFile != null) {
            admin.tokenFile(tokenFile);
        }
        builder.admin(admin.build());
    }
}
