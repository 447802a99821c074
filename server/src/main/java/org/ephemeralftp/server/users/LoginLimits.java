package org.ephemeralftp.server.users;

import java.time.Duration;

/**
 * How long, how often and how many at once clients may log in.
 *
 * <p>A client is an IPv4 address, or the first 64 bits of an IPv6 address: whoever has one IPv6 address has 2<sup>64</sup>
 * of them as a rule.
 *
 * @param timeout how long a session may take to log in, from the connection (or REIN, or a new USER) on, whatever
 *     commands it sends; 1 s to a day, default 60 s
 * @param delay how long a client waits for the refusal of its first failed login, and so for its next one; each
 *     further failure within ten minutes doubles that, up to sixteen times this; 0, which means that nobody waits, to
 *     10 s, default 1 s
 * @param banAfter the failed login within ten minutes that has a client banned; 0, which means never, to 1,000,000,
 *     default 10
 * @param banTime for how long it is banned then: it cannot connect, and those of its sessions that are not logged in
 *     cannot log in; 1 s to a day, default 5 minutes
 * @param sessionsPerUser sessions that are logged in to one account at once, all anonymous ones together; 0, which means
 *     as many as there may be sessions, to 1,000,000, default 0
 */
public record LoginLimits(Duration timeout, Duration delay, int banAfter, Duration banTime, int sessionsPerUser) {
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);
    private static final int MOST = 1_000_000;

    private static final LoginLimits DEFAULTS =
            new LoginLimits(Duration.ofSeconds(60), Duration.ofSeconds(1), 10, Duration.ofMinutes(5), 0);

    /** @throws IllegalArgumentException if a value is out of its range */
    public LoginLimits {
        inRange("The login timeout", timeout, Duration.ofSeconds(1), LONGEST, "1 s to a day");
        inRange("The login delay", delay, Duration.ZERO, LONGEST_DELAY, "0 to 10 s");
        inRange("The number of failed logins before a ban", banAfter);
        inRange("The ban time", banTime, Duration.ofSeconds(1), LONGEST, "1 s to a day");
        inRange("The number of sessions per user", sessionsPerUser);
    }

    /** Every limit with its default. */
    public static LoginLimits defaults() {
        return DEFAULTS;
    }

    /** The same with another {@link #timeout}. */
    public LoginLimits withTimeout(Duration value) {
        return new LoginLimits(value, delay, banAfter, banTime, sessionsPerUser);
    }

    /** The same with another {@link #delay}. */
    public LoginLimits withDelay(Duration value) {
        return new LoginLimits(timeout, value, banAfter, banTime, sessionsPerUser);
    }

    /** The same with another {@link #banAfter}. */
    public LoginLimits withBanAfter(int value) {
        return new LoginLimits(timeout, delay, value, banTime, sessionsPerUser);
    }

    /** The same with another {@link #banTime}. */
    public LoginLimits withBanTime(Duration value) {
        return new LoginLimits(timeout, delay, banAfter, value, sessionsPerUser);
    }

    /** The same with another {@link #sessionsPerUser}. */
    public LoginLimits withSessionsPerUser(int value) {
        return new LoginLimits(timeout, delay, banAfter, banTime, value);
    }

    /** The same, but nobody waits or is banned for a failed login, as a test of wrong passwords has it. */
    public LoginLimits withoutPenalties() {
        return withDelay(Duration.ZERO).withBanAfter(0);
    }

    private static void inRange(String what, Duration value, Duration least, Duration most, String range) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(what + " must be " + range + ", not " + value);
        }
    }

    private static void inRange(String what, int value) {
        if (value < 0 || value > MOST) {
            throw new IllegalArgumentException(what + " must be 0 to " + MOST + ", not " + value);
        }
    }
}
