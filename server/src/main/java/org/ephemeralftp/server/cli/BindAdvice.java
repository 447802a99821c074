package org.ephemeralftp.server.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.DataPortsException;
import org.ephemeralftp.server.advertise.Container;
import org.ephemeralftp.server.ports.PortSet;

/**
 * Why a port could not be bound, and the ways out. The system's message is in the language of the machine, so that it is
 * repeated but not read: what is the matter is found by trying.
 */
final class BindAdvice {
    private static final String RIGHT = "ports below 1024 need a right: ";
    private static final int FIRST_FOR_ANYBODY = 1024;
    private static final int CONNECT_MILLIS = 1000;

    private BindAdvice() {}

    /** Data ports that cannot be had; the message tells which and why. */
    static String of(DataPortsException failure, PortSet activePorts) {
        String reason = String.valueOf(failure.getMessage());
        if (!reason.startsWith("--active-ports")) {
            return reason;
        }
        String choose = "use --active-ports ephemeral or other ports";
        return activePorts.ranges().stream().anyMatch(range -> range.first() < FIRST_FOR_ANYBODY)
                ? reason + ": " + RIGHT + choose + ", or " + getIt("", "")
                : reason + ": " + choose;
    }

    private static String getIt(String write, String lowest) {
        return "give it to java (setcap cap_net_bind_service=+ep), or lower the limit (sysctl" + write
                + " net.ipv4.ip_unprivileged_port_start" + lowest + ")";
    }

    static String of(@Nullable InetAddress address, int port, IOException failure) {
        return of(address, "--port", port, failure);
    }

    /** A port that some option named. */
    static String of(@Nullable InetAddress address, String option, int port, IOException failure) {
        String where = (address == null ? "port " : address.getHostAddress() + " port ") + port;
        return "cannot listen on " + where + " (" + reason(failure) + "): "
                + advice(address, option, port, Container.detect().isPresent());
    }

    static String advice(@Nullable InetAddress address, String option, int port, boolean container) {
        if (address != null && !isHere(address)) {
            return "this machine has no such address: use another " + addressOption(option) + " or leave it out";
        }
        if (somebodyListens(address == null ? InetAddress.getLoopbackAddress() : address, port)) {
            return "another program listens there: stop it or use another " + option + " (0 picks a free one)";
        }
        if (port < FIRST_FOR_ANYBODY) {
            return RIGHT + right(option, port, container);
        }
        return "another program may have it on one of this machine's addresses: use another " + option + " or "
                + addressOption(option);
    }

    private static String addressOption(String option) {
        return option.equals("--admin-port") ? "--admin-address" : "--bind-address";
    }

    private static String right(String option, int port, boolean container) {
        String other = switch (option) {
            case "--port" -> "2121";
            case "--admin-port" -> "8080";
            default -> "9990";
        };
        if (container) {
            // No engine lets a container that has the host's network set this.
            return "use " + option + " " + other + " and publish it as " + port + " (-p " + port + ":" + other
                    + "), or start the container with --sysctl net.ipv4.ip_unprivileged_port_start=0 (not with --network"
                    + " host)";
        }
        return "use " + option + " " + other + ", or " + getIt(" -w", "=" + port) + ", or publish the port from a"
                + " container";
    }

    /** Whether any port of the address can be bound. */
    private static boolean isHere(InetAddress address) {
        try (ServerSocket socket = new ServerSocket(0, 1, address)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean somebodyListens(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
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
