package org.ephemeralftp.client.connection;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A range of port numbers and who by convention draws from it.
 *
 * <p>A number is evidence, not proof: the ranges overlap and every one of them can be configured.
 */
public enum PortOrigin {
    /** Assigned by IANA, opened by privileged processes (RFC 6335). */
    SYSTEM("system ports", 0, 1023),
    /** What BSD before FreeBSD 4.6 and Windows before Vista chose from (Windows began at 1025). */
    CLASSIC("old BSD and Windows", 1024, 5000),
    /** What a Linux kernel chooses from unless told otherwise. */
    LINUX("Linux", 32768, 60999),
    /** Never assigned, for whoever needs one now (RFC 6335); today's BSD, macOS and Windows choose from it. */
    DYNAMIC("IANA dynamic", 49152, 65535),
    /** Registered with IANA for services (RFC 6335). */
    USER("user ports", 1024, 49151);

    private final String title;
    private final int from;
    private final int to;

    PortOrigin(String title, int from, int to) {
        this.title = title;
        this.from = from;
        this.to = to;
    }

    /** The ranges of ephemeral ports this one lies in; if none, the block of RFC 6335. */
    public static Set<PortOrigin> of(int port) {
        EnumSet<PortOrigin> found = EnumSet.noneOf(PortOrigin.class);
        for (PortOrigin origin : EnumSet.of(SYSTEM, CLASSIC, LINUX, DYNAMIC)) {
            if (origin.contains(port)) {
                found.add(origin);
            }
        }
        return found.isEmpty() ? EnumSet.of(USER) : found;
    }

    /** Says in words where a port comes from, such as {@code Linux 32768-60999 or IANA dynamic 49152-65535}. */
    public static String describe(int port) {
        if (port == 20) {
            return "ftp-data, a system port";
        }
        return of(port).stream().map(PortOrigin::toString).collect(Collectors.joining(" or "));
    }

    /** Whether the port lies in this range. */
    public boolean contains(int port) {
        return port >= from && port <= to;
    }

    @Override
    public String toString() {
        return title + " " + from + "-" + to;
    }
}
