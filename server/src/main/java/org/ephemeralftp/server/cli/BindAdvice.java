package org.ephemeralftp.server.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why the control port could not be bound, and the ways out. */
final class BindAdvice {
    private BindAdvice() {}

    static String of(@Nullable InetAddress address, int port, IOException failure) {
        String reason = reason(failure);
        String where = (address == null ? "port " : address.getHostAddress() + " port ") + port;
        String lower = reason.toLowerCase(Locale.ROOT);
        String advice;
        if (lower.contains("permission")) {
            advice = "ports below 1024 need a right: use --port 2121, or give it to java (setcap"
                    + " cap_net_bind_service=+ep), or lower the limit (sysctl -w net.ipv4.ip_unprivileged_port_start="
                    + port + "), or publish the port from a container";
        } else if (lower.contains("in use")) {
            advice = "another program listens there: stop it or use another --port (0 picks a free one)";
        } else if (lower.contains("assign")) {
            advice = "this machine has no such address: use another --bind-address or leave it out";
        } else {
            advice = "use another --port or --bind-address";
        }
        return "cannot listen on " + where + " (" + reason + "): " + advice;
    }

    /** The system's own words: the library that binds wraps them in its own. */
    private static String reason(IOException failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }
}
