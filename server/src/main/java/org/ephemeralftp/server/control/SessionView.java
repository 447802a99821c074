package org.ephemeralftp.server.control;

import java.net.InetSocketAddress;
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
        @Nullable String user) {}
