package org.ephemeralftp.server.control;

import java.net.InetSocketAddress;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A control session as it was at one moment.
 *
 * @param id a number that no other session of this server has
 * @param peer the client's end of the control connection
 * @param local the server's end of it
 * @param user who is logged in; null if nobody is
 */
public record SessionView(
        long id,
        InetSocketAddress peer,
        InetSocketAddress local,
        @Nullable String user) {
    private static final Pattern OWNER = Pattern.compile("session (\\d{1,18}) of .*");

    /** What leases call this session. */
    public String owner() {
        return "session " + id + " of " + peer.getAddress().getHostAddress() + ":" + peer.getPort();
    }

    /** The number of the session that a lease belongs to; empty if it is not one of this server. */
    public static OptionalLong idOf(String owner) {
        Matcher matcher = OWNER.matcher(owner);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
