package org.ephemeralftp.server.cli;

import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine.Option;

import org.ephemeralftp.server.ServerConfigBuilder;
import org.ephemeralftp.server.users.LoginLimits;

/** How many sessions there may be, how long one may do nothing, and how often logins may fail. */
@SuppressWarnings("NullAway.Init") // picocli sets what has a default
final class LimitOptions implements OptionGroup {
    static final String HEADING = "%nLimits%n";

    @Option(
            names = "--max-sessions",
            paramLabel = "N",
            defaultValue = "500",
            converter = Converters.Count.class,
            description = "Control connections at once (default: ${DEFAULT-VALUE}).")
    private int maxSessions;

    @Option(
            names = "--max-sessions-per-address",
            paramLabel = "N",
            defaultValue = "100",
            converter = Converters.Count.class,
            description = "Control connections at once from one address (default: ${DEFAULT-VALUE}).")
    private int maxSessionsPerAddress;

    @Option(
            names = "--max-sessions-per-user",
            paramLabel = "N",
            defaultValue = "0",
            converter = Converters.CountOrNone.class,
            description = "Sessions logged in to one account at once, all anonymous ones together; 0: as many as "
                    + "there may be sessions (default: ${DEFAULT-VALUE}).")
    private int maxSessionsPerUser;

    @Option(
            names = "--login-timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = Converters.SomeTime.class,
            description = "How long a session may take to log in, whatever it sends (default: ${DEFAULT-VALUE}).")
    private Duration loginTimeout;

    @Option(
            names = "--login-delay",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = Converters.Time.class,
            description = "How long an address waits after a failed login; each further failure within ten minutes "
                    + "doubles that, up to sixteen times this; 0: not at all (default: ${DEFAULT-VALUE}).")
    private Duration loginDelay;

    @Option(
            names = "--ban-after",
            paramLabel = "N",
            defaultValue = "10",
            converter = Converters.CountOrNone.class,
            description = "Failed logins within ten minutes that have an address banned; 0: none is ever "
                    + "(default: ${DEFAULT-VALUE}).")
    private int banAfter;

    @Option(
            names = "--ban-time",
            paramLabel = "TIME",
            defaultValue = "5m",
            converter = Converters.SomeTime.class,
            description = "How long it cannot connect then; sessions that are logged in go on "
                    + "(default: ${DEFAULT-VALUE}).")
    private Duration banTime;

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            defaultValue = "5m",
            converter = Converters.SomeTime.class,
            description = "How long a session may send no command while none is being carried out "
                    + "(default: ${DEFAULT-VALUE}).")
    private Duration idleTimeout;

    @Override
    public void applyTo(ServerConfigBuilder builder) {
        builder.maxSessions(maxSessions).maxSessionsPerAddress(maxSessionsPerAddress);
        OptionGroup.set("--idle-timeout", idleTimeout, () -> builder.idleTimeout(idleTimeout));
        builder.logins(logins());
    }

    private LoginLimits logins() {
        LoginLimits limits = LoginLimits.defaults().withBanAfter(banAfter).withSessionsPerUser(maxSessionsPerUser);
        limits = set("--login-timeout", loginTimeout, limits::withTimeout);
        limits = set("--login-delay", loginDelay, limits::withDelay);
        return set("--ban-time", banTime, limits::withBanTime);
    }

    private static LoginLimits set(String option, Duration value, Function<Duration, LoginLimits> limit) {
        try {
            return limit.apply(value);
        } catch (IllegalArgumentException e) {
            throw new RefusedOption(option, value, e);
        }
    }
}
