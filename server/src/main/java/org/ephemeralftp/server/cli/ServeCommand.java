package org.ephemeralftp.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import org.ephemeralftp.server.DataPortsException;
import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.ServerConfig;
import org.ephemeralftp.server.lease.PeerCheck;
import org.ephemeralftp.server.lease.PortSharing;
import org.ephemeralftp.server.ports.PortSet;
import org.ephemeralftp.server.users.RandomPassword;

/** {@code serve}: runs the server until it is stopped. */
@Command(
        name = "serve",
        description = "Runs the server until it is stopped. This is what happens without a subcommand, too.",
        sortOptions = false,
        showDefaultValues = false,
        versionProvider = JarVersion.class,
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);
    private static final String DEMO = "demo";

    @Option(
            names = "--bind-address",
            paramLabel = "ADDRESS",
            converter = Converters.Address.class,
            description = "Accept control connections on this address only (default: on all).")
    private @Nullable InetAddress bindAddress;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "21",
            converter = Converters.ControlPort.class,
            description = "The control port; 0 lets the system choose one (default: 21).")
    private int port;

    @Option(
            names = "--passive-ports",
            paramLabel = "PORTS",
            defaultValue = "iana",
            converter = Converters.Ports.class,
            description = "The ports data connections are leased from: 50000-50009, 50000,50002, 50000-50100,!50060, "
                    + "or the name of a range that 'ranges' lists (default: iana, which is 49152-65535).")
    @SuppressWarnings("NullAway.Init")
    private PortSet passivePorts;

    @Option(
            names = "--port-sharing",
            paramLabel = "client|off",
            defaultValue = "client",
            converter = Converters.Sharing.class,
            description = "Whether clients with different addresses may share a port when none is unused "
                    + "(default: client).")
    @SuppressWarnings("NullAway.Init")
    private PortSharing portSharing;

    @Option(
            names = "--lease-timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = Converters.SomeTime.class,
            description = "How long a client may take to connect to the port it was told (default: 30s).")
    @SuppressWarnings("NullAway.Init")
    private Duration leaseTimeout;

    @Option(
            names = "--lease-wait",
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = Converters.Time.class,
            description = "How long PASV and EPSV wait when no port is free, before they answer 425 (default: 2s).")
    @SuppressWarnings("NullAway.Init")
    private Duration leaseWait;

    @Option(
            names = "--listener-linger",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = Converters.Time.class,
            description = "How long a data port stays open when nobody needs it (default: 1s; 0 is slower, and a "
                    + "firewall test sees the port closed at once).")
    @SuppressWarnings("NullAway.Init")
    private Duration listenerLinger;

    @Option(
            names = "--keep-listening",
            description = "Have every passive port listen all the time, so that a firewall test that gets no answer "
                    + "knows it was the firewall. Whoever connects without a lease is reset, as ever.")
    private boolean keepListening;

    @Option(
            names = "--active-ports",
            paramLabel = "ephemeral|20|PORTS",
            defaultValue = "ephemeral",
            description = "The ports that active data connections come from: ephemeral lets the kernel choose, 20 is "
                    + "the classical data port, and any set will do that shares none with --passive-ports "
                    + "(default: ephemeral).")
    @SuppressWarnings("NullAway.Init")
    private String activePorts;

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Converters.SomeTime.class,
            description = "How long an active data connection may take to be made, waiting for a port to come from "
                    + "included (default: 10s).")
    @SuppressWarnings("NullAway.Init")
    private Duration connectTimeout;

    @Option(
            names = "--peer-check",
            paramLabel = "on|off|CIDR,...",
            defaultValue = "on",
            converter = Converters.Check.class,
            description = "Whether data connections must come from the control connection's address; or networks "
                    + "whose addresses count as one peer, for clients behind several addresses (default: on).")
    @SuppressWarnings("NullAway.Init")
    private PeerCheck peerCheck;

    @Option(
            names = "--data-timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = Converters.SomeTime.class,
            description = "How long a transfer may stand still, whoever stalls it (default: 60s).")
    @SuppressWarnings("NullAway.Init")
    private Duration dataTimeout;

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            defaultValue = "5m",
            converter = Converters.SomeTime.class,
            description = "How long a session may send no command while none is being carried out (default: 5m).")
    @SuppressWarnings("NullAway.Init")
    private Duration idleTimeout;

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
            names = "--upload-grace",
            paramLabel = "TIME",
            defaultValue = "50ms",
            converter = Converters.Time.class,
            description = "How long an upload that replaces a file waits, once its data has ended, for the end of the "
                    + "control connection too: then the client was killed, and the file stays (default: 50ms).")
    @SuppressWarnings("NullAway.Init")
    private Duration uploadGrace;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "./ftp-home",
            description = "The directory to serve, made if it is missing (default: ./ftp-home).")
    @SuppressWarnings("NullAway.Init")
    private Path home;

    @Option(
            names = "--follow-symlinks",
            description = "Let symbolic links lead out of the home, to anything that the server may read or write.")
    private boolean followSymlinks;

    @Option(
            names = "--user",
            paramLabel = "NAME=PASSWORD",
            description = "An account that may read and write; can be repeated. Without any account, one named demo "
                    + "is made up, with a random password that is printed once.")
    private List<String> users = List.of();

    @Option(names = "--anonymous", description = "Let anybody log in as anonymous or ftp, to read.")
    private boolean anonymous;

    @Option(
            names = "--max-sessions",
            paramLabel = "N",
            defaultValue = "500",
            converter = Converters.Count.class,
            description = "Control connections at once (default: 500).")
    private int maxSessions;

    @Option(
            names = "--max-sessions-per-address",
            paramLabel = "N",
            defaultValue = "100",
            converter = Converters.Count.class,
            description = "Control connections at once from one address (default: 100).")
    private int maxSessionsPerAddress;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ServerConfig.Builder builder = EphemeralFtpServer.builder();
        String demoPassword = configure(builder);
        try (EphemeralFtpServer server = start(builder)) {
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                stopped.countDown();
            }));
            warnOfAsciiNames();
            announce(server, demoPassword);
            stopped.await();
        }
        return 0;
    }

    /** Fills the builder; the password of the demo account, if one was made up. */
    private @Nullable String configure(ServerConfig.Builder builder) {
        set("--passive-ports", () -> builder.passivePorts(passivePorts));
        set("--active-ports", () -> builder.activePorts(activePorts));
        set("--home", () -> builder.home(home));
        set("--data-timeout", () -> builder.dataTimeout(dataTimeout));
        set("--idle-timeout", () -> builder.idleTimeout(idleTimeout));
        set("--upload-grace", () -> builder.uploadGrace(uploadGrace));
        builder.port(port)
                .leaseTimeout(leaseTimeout)
                .maxSessions(maxSessions)
                .maxSessionsPerAddress(maxSessionsPerAddress)
                .portSharing(portSharing)
                .leaseWait(leaseWait)
                .listenerLinger(listenerLinger)
                .keepListening(keepListening)
                .followSymlinks(followSymlinks)
                .connectTimeout(connectTimeout)
                .peerCheck(peerCheck)
                .anonymous(anonymous);
        if (bindAddress != null) {
            builder.bindAddress(bindAddress);
        }
        advertise.forEach(rule -> set("--advertise", () -> builder.advertise(rule)));
        if (advertiseFile != null) {
            builder.advertiseFile(advertiseFile);
        }
        for (String user : users) {
            int equals = user.indexOf('=');
            set("--user", () -> {
                if (equals <= 0 || equals == user.length() - 1) {
                    throw new IllegalArgumentException("write it as NAME=PASSWORD, both at least one character");
                }
                builder.user(user.substring(0, equals), user.substring(equals + 1));
            });
        }
        if (!users.isEmpty() || anonymous) {
            return null;
        }
        String password = RandomPassword.generate(new SecureRandom());
        builder.user(DEMO, password);
        return password;
    }

    /** Runs a setter and names the option if it refuses. */
    private void set(String option, Runnable setter) {
        try {
            setter.run();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
        }
    }

    private EphemeralFtpServer start(ServerConfig.Builder builder) throws IOException {
        try {
            return builder.start();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (DataPortsException e) {
            throw new IOException(BindAdvice.of(e), e);
        } catch (IOException e) {
            throw new IOException(BindAdvice.of(bindAddress, port, e), e);
        }
    }

    /** The JDK encodes file names as the locale says, and cannot be told otherwise from within. */
    private static void warnOfAsciiNames() {
        String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
        if (!encoding.equalsIgnoreCase("UTF-8") && !encoding.equalsIgnoreCase("UTF8")) {
            log.warn(
                    "File names are limited to {}, because of the locale: to serve others, start with LC_ALL=C.UTF-8",
                    encoding);
        }
    }

    private void announce(EphemeralFtpServer server, @Nullable String demoPassword) {
        PrintWriter out = spec.commandLine().getOut();
        String url = "ftp://" + host(server.address().getAddress()) + ":" + server.port();
        out.println("ready " + url + " passive-ports=" + server.ports() + " home="
                + home.toAbsolutePath().normalize());
        if (demoPassword != null) {
            out.println(
                    "No account was named, so there is one for this run: user " + DEMO + ", password " + demoPassword);
            out.println("Try it: curl --user " + DEMO + ":" + demoPassword + " " + url + "/");
        }
        out.flush();
    }

    private static String host(InetAddress address) {
        if (address.isAnyLocalAddress()) {
            return "localhost";
        }
        String literal = address.getHostAddress();
        return literal.contains(":") ? "[" + literal + "]" : literal;
    }
}
