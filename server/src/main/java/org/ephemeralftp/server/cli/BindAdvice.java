package org.ephemeralftp.server.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.DataPortsException;

/** Why a port could not be bound, and the ways out. */
final class BindAdvice {
    private static final String RIGHT = "ports below 1024 need a right: ";

    private BindAdvice() {}

    /** Data ports that cannot be had; the message tells which and why. */
    static String of(DataPortsException failure) {
        String reason = String.valueOf(failure.getMessage());
        String lower = reason.toLowerCase(Locale.ROOT);
        if (!lower.contains("--active-ports")) {
            return reason;
        }
        String choose = "use --active-ports ephemeral or other ports";
        return lower.contains("permission")
                ? reason + ": " + RIGHT + choose + ", or " + getIt("", "")
                : reason + ": " + choose;
    }

    private static String getIt(String write, String lowest) {
        return "give it to java (setcap cap_net_bind_service=+ep), or lower the limit (sysctl" + write
                + " net.ipv4.ip_unprivileged_port_start" + lowest + ")";
    }

    static String of(@Nullable InetAddress address, int port, IOException failure) {
        String reason = reason(failure);
        String where = (address == null ? "port " : address.getHostAddress() + " port ") + port;
        String lower = reason.toLowerCase(Locale.ROOT);
        String advice;
        if (lower.contains("permission")) {
            advice = RIGHT + "use --port 2121, or " + getIt(" -w", "=" + port)
                    + ", or publish the port from a container";
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
