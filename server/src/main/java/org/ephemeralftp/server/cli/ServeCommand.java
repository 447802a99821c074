package org.ephemeralftp.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import org.ephemeralftp.server.AdminPortException;
import org.ephemeralftp.server.DataPortsException;
import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.ImplicitTlsPortException;
import org.ephemeralftp.server.ServerConfig;
import org.ephemeralftp.server.tls.TlsConfig;
import org.ephemeralftp.server.tls.TlsMode;

/** {@code serve}: runs the server until it is stopped. */
@Command(
        name = ServeCommand.NAME,
        description = "Runs the server until it is stopped. This is what happens without a subcommand, too.",
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "%nTimes are written 500ms, 30s, 2m or 1h; a bare number counts seconds.",
            "%nEvery option is also an environment variable, such as EPHEMERAL_FTP_PASSIVE_PORTS, and a line of the file "
                    + "that --config names, such as passive-ports = 50000-50009 or anonymous = true. The command line "
                    + "beats the environment, and that beats the file. Of an option that can be repeated, the file "
                    + "has several lines and the variable several lines of text. 'config' prints what is in force."
        },
        exitCodeListHeading = "%nExit status%n",
        exitCodeList = {
            "0:stopped as it was asked to, by SIGTERM",
            "1:it could not start, or failed; standard error tells why",
            "2:an option, a variable or the file is wrong; nothing was bound",
            "130, 143:stopped at once, by SIGINT or a second SIGTERM"
        },
        // There are none, and looking for them would take a tenth of a start.
        addMethodSubcommands = false,
        versionProvider = JarVersion.class,
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer>, Configurable {
    static final String NAME = "serve";
    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ServerOptions options;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ServerOptions.Configured configured = options.configure();
        OperationOptions operation = options.operation();
        Logging.toStandardError(operation.logFormat(), operation.logLevel());
        try (EphemeralFtpServer server = start(configured.config())) {
            Shutdown shutdown = Shutdown.of(server, operation.drainTimeout());
            server.observe(new SessionLogger(server::hasUser));
            server.observe(new LeaseLogger());
            warnOfAsciiNames();
            announce(server, configured);
            return shutdown.await();
        }
    }

    private EphemeralFtpServer start(ServerConfig config) throws IOException {
        if (config.admin().isOn()) {
            limitHttp();
        }
        try {
            return EphemeralFtpServer.start(config);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (DataPortsException e) {
            throw new IOException(BindAdvice.of(e, config.activePorts()), e);
        } catch (ImplicitTlsPortException e) {
            int port = Objects.requireNonNull(config.tls().implicitPort());
            throw new IOException(BindAdvice.of(config.bindAddress(), "--implicit-tls-port", port, e), e);
        } catch (AdminPortException e) {
            int port = Objects.requireNonNull(config.admin().port());
            throw new IOException(BindAdvice.of(config.admin().address(), "--admin-port", port, e), e);
        } catch (IOException e) {
            throw new IOException(BindAdvice.of(config.bindAddress(), config.port(), e), e);
        }
    }

    /** What the JDK's server can be told only for the whole process: not to run out of descriptors, nor to wait for more. */
    private static void limitHttp() {
        Map.of("jdk.httpserver.maxConnections", "200", "sun.net.httpserver.nodelay", "true")
                .forEach((name, value) -> System.setProperty(name, System.getProperty(name, value)));
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

    private void announce(EphemeralFtpServer server, ServerOptions.Configured configured) {
        PrintWriter out = spec.commandLine().getOut();
        String url = "ftp://" + host(server.address().getAddress()) + ":" + server.port();
        out.println("ready " + url + " passive-ports=" + server.ports() + " home="
                + configured.config().home().toAbsolutePath().normalize());
        server.implicitTlsPort()
                .ifPresent(port -> out.println("ready ftps://"
                        + host(server.address().getAddress()) + ":" + port + " TLS from the first byte"));
        server.adminPort()
                .ifPresent(port -> out.println(
                        "ready http://" + host(configured.config().admin().address()) + ":" + port + "/ live view"));
        if (configured.config().tls().certificate() == null) {
            server.certificateFingerprint()
                    .ifPresent(fingerprint -> out.println(
                            "The TLS certificate was made for this run, SHA-256 fingerprint " + fingerprint));
        }
        String password = configured.demoPassword();
        if (password != null) {
            out.println("No account was named, so there is one for this run: user " + ServerOptions.DEMO + ", password "
                    + password);
            out.println("Try it: curl " + tls(configured.config().tls()) + "--user " + ServerOptions.DEMO + ":"
                    + password + " " + url + "/");
        }
        out.flush();
    }

    /** What curl needs to be told if it may not log in in clear; nobody else vouches for a certificate made just now. */
    private static String tls(TlsConfig tls) {
        if (tls.mode() != TlsMode.REQUIRED) {
            return "";
        }
        return tls.certificate() == null ? "--ssl-reqd --insecure " : "--ssl-reqd ";
    }

    private static String host(InetAddress address) {
        return address.isAnyLocalAddress() ? "localhost" : Ends.host(address);
    }
}
