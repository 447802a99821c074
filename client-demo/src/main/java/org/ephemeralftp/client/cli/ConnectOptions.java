package org.ephemeralftp.client.cli;

import java.io.Console;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.ClientTls;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.connection.ServerAddress;
import org.ephemeralftp.client.settings.Choices;
import org.ephemeralftp.client.settings.Sources;

/** The options all commands have: which server, as whom, whom to trust, and how long to wait. */
final class ConnectOptions {
    /** How the variables begin that are options. */
    static final String VARIABLES = "EPHEMERAL_FTP_CLIENT_";

    static final String PASSWORD_VARIABLE = VARIABLES + "PASSWORD";

    /** Stands for "--password" without a value; a NUL cannot be typed on a command line. */
    private static final String ASK = "\0ask";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs, like the server.
    private CommandSpec spec;

    @Parameters(
            paramLabel = "HOST[:PORT]",
            converter = Choices.Server.class,
            description =
                    "Name, IPv4 or [IPv6] address of the server; port 21 unless given. ftp://HOST:PORT works too, and "
                            + "ftps://HOST:PORT means TLS from the first byte, on port 990 unless given.")
    @SuppressWarnings("NullAway.Init")
    private ServerAddress server;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = "anonymous",
            description = "Account; anonymous unless given.")
    private String user = "anonymous";

    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            arity = "0..1",
            fallbackValue = ASK,
            description =
                    "Its password. Without a value it is asked for. Where others can see the command line, better "
                            + "set the environment variable " + PASSWORD_VARIABLE + ".")
    private @Nullable String password;

    @Option(
            names = "--family",
            paramLabel = "FAMILY",
            split = ",",
            converter = Choices.Family.class,
            description = "Any of ipv4,ipv6; both unless given.")
    private List<AddressFamily> families = List.of(AddressFamily.values());

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "PEM file of the only certificates to trust, an authority's or the server's own.")
    private @Nullable Path ca;

    @Option(names = "--insecure", description = "Trusts every certificate, such as one that a server made for itself.")
    private boolean insecure;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            converter = Choices.Seconds.class,
            description = "Limit of each single wait; ${DEFAULT-VALUE} unless given.")
    private long timeout;

    @Option(
            names = Sources.FILE,
            paramLabel = "FILE",
            description = "File with a line NAME = VALUE for each option: timeout = 5, insecure = true. Options are "
                    + "environment variables as well, such as " + VARIABLES + "TIMEOUT. The command line "
                    + "beats the environment, which beats the file.")
    @SuppressWarnings("UnusedVariable") // Sources reads it.
    private @Nullable Path config;

    ServerAddress server() {
        return server;
    }

    /** Whether TLS begins with the first byte. */
    boolean implicitTls() {
        return server.implicitTls();
    }

    /** What a command does whose --protection has one value, or was not given: plain, unless ftps:// says otherwise. */
    Protection protection(@Nullable Protection given) {
        if (implicitTls() && given == Protection.PLAIN) {
            throw wrong("--protection plain contradicts ftps://, which means TLS: leave one of them out");
        }
        return implicitTls() || given == Protection.TLS ? Protection.TLS : Protection.PLAIN;
    }

    String user() {
        return user;
    }

    List<AddressFamily> families() {
        return families;
    }

    /** The limit of each single wait. */
    Duration timeout() {
        return Duration.ofSeconds(timeout);
    }

    /** Whom to trust under TLS. */
    ClientTls.Trust trust() {
        if (insecure) {
            return ClientTls.Trust.ANYBODY;
        }
        try {
            return ca == null ? ClientTls.Trust.OF_THIS_MACHINE : ClientTls.Trust.of(ca);
        } catch (IllegalArgumentException e) {
            throw wrong("--ca " + e.getMessage());
        }
    }

    /** What was given, typed or set, in this order; what is usual for anonymous. */
    String password() {
        boolean anonymous = user.equalsIgnoreCase("anonymous") || user.equalsIgnoreCase("ftp");
        Optional<String> given = givenPassword();
        if (given.isEmpty() && !anonymous) {
            throw wrong("--user '" + user + "' needs a password: give --password (without a value it is asked for), "
                    + "or set " + PASSWORD_VARIABLE);
        }
        return given.orElse("anonymous@");
    }

    @SuppressWarnings("SystemConsoleNull") // From JDK 22 on it reads standard input, whose end is a null as well.
    private Optional<String> givenPassword() {
        if (!ASK.equals(password)) {
            return Optional.ofNullable(password);
        }
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("Password of %s: ", user);
        if (typed == null) {
            throw wrong("--password has no value and there is no terminal to ask on: give --password=VALUE, or set "
                    + PASSWORD_VARIABLE);
        }
        return Optional.of(new String(typed));
    }

    /** One line about an option, with exit status 2. */
    ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
