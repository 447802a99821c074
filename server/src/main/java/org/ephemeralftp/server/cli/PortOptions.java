package org.ephemeralftp.server.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

import org.ephemeralftp.server.ServerConfigBuilder;
import org.ephemeralftp.server.lease.PortSharing;
import org.ephemeralftp.server.ports.PortSet;

/** The control port, the ports of data connections, and how long each is somebody's. */
@SuppressWarnings("NullAway.Init") // picocli sets what has a default
final class PortOptions implements OptionGroup {
    static final String HEADING = "%nPorts%n";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "21",
            converter = Converters.ControlPort.class,
            description = "The control port; 0 lets the system choose one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--passive-ports",
            paramLabel = "PORTS",
            defaultValue = "iana",
            converter = Converters.Ports.class,
            description = "The ports data connections are leased from: 50000-50009, 50000,50002, 50000-50100,!50060, "
                    + "or the name of a range that 'ranges' lists (default: ${DEFAULT-VALUE}, which is 49152-65535).")
    private PortSet passivePorts;

    @Option(
            names = "--port-sharing",
            paramLabel = "client|off",
            defaultValue = "client",
            converter = Converters.Sharing.class,
            completionCandidates = Converters.Sharing.class,
            description = "Whether clients with different addresses may share a port when none is unused "
                    + "(default: ${DEFAULT-VALUE}).")
    private PortSharing portSharing;

    @Option(
            names = "--lease-timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = Converters.SomeTime.class,
            description = "How long a client may take to connect to the port it was told (default: ${DEFAULT-VALUE}).")
    private Duration leaseTimeout;

    @Option(
            names = "--lease-wait",
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = Converters.Time.class,
            description = "How long PASV and EPSV wait when no port is free, before they answer 425 "
                    + "(default: ${DEFAULT-VALUE}).")
    private Duration leaseWait;

    @Option(
            names = "--listener-linger",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = Converters.Time.class,
            description = "How long a data port stays open when nobody needs it (default: ${DEFAULT-VALUE}; 0 is "
                    + "slower, and a firewall test sees the port closed at once).")
    private Duration listenerLinger;

    @Option(
            names = "--keep-listening",
            negatable = true,
            description = "Have every passive port listen all the time, so that a firewall test that gets no answer "
                    + "knows it was the firewall. Whoever connects without a lease is reset, as ever.")
    private boolean keepListening;

    @Option(
            names = "--allow-port-choice",
            negatable = true,
            description = "Let clients choose their data ports (SITE LEASE PORT), so that a firewall test can try one "
                    + "after the other. Chosen ports can be predicted (RFC 6056): only for tests.")
    private boolean portChoice;

    @Option(
            names = "--active-ports",
            paramLabel = "ephemeral|20|PORTS",
            defaultValue = "ephemeral",
            description = "The ports that active data connections come from: ephemeral lets the kernel choose, 20 is "
                    + "the classical data port, and any set will do that shares none with --passive-ports "
                    + "(default: ${DEFAULT-VALUE}).")
    private String activePorts;

    @Override
    public void applyTo(ServerConfigBuilder builder) {
        builder.port(port)
                .portSharing(portSharing)
                .leaseTimeout(leaseTimeout)
                .leaseWait(leaseWait)
                .listenerLinger(listenerLinger)
                .keepListening(keepListening)
                .portChoice(portChoice);
        OptionGroup.set("--passive-ports", passivePorts, () -> builder.passivePorts(passivePorts));
        OptionGroup.set("--active-ports", activePorts, () -> builder.activePorts(activePorts));
    }
}
