package org.ephemeralftp.server.cli;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import org.ephemeralftp.server.firewall.FirewallFormat;
import org.ephemeralftp.server.firewall.FirewallRequest;
import org.ephemeralftp.server.firewall.Side;
import org.ephemeralftp.server.ports.KernelPorts;

/** {@code firewall}: prints the firewall rules that a configuration needs. */
@Command(
        name = "firewall",
        description = {
            "Prints firewall rules that open what 'serve' would need with the same options, and nothing else; changes "
                    + "nothing itself.",
            "Read the first lines of what it prints: they say what else the rules do, how to load them and how to "
                    + "remove them."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        exitCodeListHeading = "%nExit status%n",
        exitCodeList = {"0:printed", "2:an option, a variable or the file is wrong, or there are no such rules"},
        versionProvider = JarVersion.class,
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what has a default
final class FirewallCommand implements Callable<Integer>, Configurable {
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = Format.class,
            completionCandidates = Format.class,
            description = "nftables, iptables (a shell script for both families), firewalld, ufw, or compose (the "
                    + "published ports of a container).")
    private @Nullable FirewallFormat format;

    @Option(
            names = "--side",
            paramLabel = "server|router|client",
            defaultValue = "server",
            converter = Converters.FirewallSide.class,
            completionCandidates = Converters.FirewallSide.class,
            description =
                    "The host the rules are for: the server's own, one that forwards between it and the clients, or "
                            + "a client's; compose and ufw have server only, firewalld has no router "
                            + "(default: ${DEFAULT-VALUE}).")
    private Side side;

    @Option(
            names = "--server",
            paramLabel = "ADDRESS",
            converter = Converters.Address.class,
            description =
                    "The server's address, for router and client; on the server, the one the rules are limited to; "
                            + "can be repeated, such as for IPv6 (default: --bind-address).")
    private List<InetAddress> server = List.of();

    @Option(
            names = "--helper",
            negatable = true,
            description = "Have the kernel's FTP helper read the control connections and open each data connection, "
                    + "instead of opening all ports for them; it cannot read TLS.")
    private boolean helper;

    @Mixin
    private ServerOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        FirewallFormat asked = format;
        if (asked == null) {
            throw new ParameterException(
                    spec.commandLine(), "--format is missing: give one of " + String.join(", ", new Format()));
        }
        List<String> lines;
        try {
            asked.require(side);
            lines = asked.lines(new FirewallRequest(
                    options.configure().config(),
                    side,
                    server,
                    helper,
                    KernelPorts.read().ephemeral()));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        lines.forEach(out::println);
        out.flush();
        return 0;
    }

    /** The name of a format. */
    static final class Format implements ITypeConverter<FirewallFormat>, Iterable<String> {
        @Override
        public FirewallFormat convert(String value) {
            return FirewallFormat.all().stream()
                    .filter(format -> format.name().equals(value))
                    .findFirst()
                    .orElseThrow(
                            () -> new TypeConversionException("'" + value + "' is none of " + String.join(", ", this)));
        }

        @Override
        public Iterator<String> iterator() {
            return FirewallFormat.all().stream().map(FirewallFormat::name).iterator();
        }
    }
}
