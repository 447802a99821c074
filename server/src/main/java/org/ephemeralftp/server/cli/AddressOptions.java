package org.ephemeralftp.server.cli;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import org.ephemeralftp.server.ServerConfigBuilder;

/** Where the server listens, and what it tells clients that see it under another address. */
final class AddressOptions implements OptionGroup {
    static final String HEADING = "%nAddresses%n";

    @Option(
            names = "--bind-address",
            paramLabel = "ADDRESS",
            converter = Converters.Address.class,
            description = "Accept control connections on this address only (default: on all).")
    private @Nullable InetAddress bindAddress;

    @Option(
            names = "--advertise",
            paramLabel = "RULE",
            description =
                    "What PASV and EPSV tell clients that do not see this machine as it is, behind NAT or outside "
                            + "of a container: HOST, or CIDR=HOST for clients of that network; then optionally "
                            + "/50000=32771,50001=32805, the ports they are told; can be repeated, the first match wins.")
    private List<String> advertise = List.of();

    @Option(
            names = "--advertise-file",
            paramLabel = "FILE",
            description = "More such rules, one a line, after those of --advertise; read again when it changes.")
    private @Nullable Path advertiseFile;

    @Option(
            names = "--proxy-protocol",
            paramLabel = "CIDR,...",
            description = "Proxies in front, by address or network: their control and data connections must begin with "
                    + "a header of the PROXY protocol, version 1 or 2, and clients are who it says (default: none).")
    private @Nullable String proxyProtocol;

    @Override
    public void applyTo(ServerConfigBuilder builder) {
        if (bindAddress != null) {
            builder.bindAddress(bindAddress);
        }
        advertise.forEach(rule -> OptionGroup.set("--advertise", rule, () -> builder.advertise(rule)));
        if (advertiseFile != null) {
            builder.advertiseFile(advertiseFile);
        }
        String proxies = proxyProtocol;
        if (proxies != null) {
            OptionGroup.set("--proxy-protocol", proxies, () -> builder.proxyProtocol(proxies));
        }
    }
}
