package org.ephemeralftp.server;

import org.ephemeralftp.server.ports.PortSet;

/** What the ports of one server must not have in common: on a port that listens no active connection can begin. */
final class PortRules {
    private PortRules() {}

    /** Refuses ports of different purposes that are the same. */
    static void check(int controlPort, PortSet passivePorts, PortSet activePorts) {
        PortSet both = activePorts.intersect(passivePorts);
        if (!both.isEmpty()) {
            throw new IllegalArgumentException("--active-ports and --passive-ports have " + both
                    + " in common, but nothing can connect from a port that listens: take "
                    + (both.size() == 1 ? "it" : "them") + " out of one of the two");
        }
        if (activePorts.contains(controlPort)) {
            throw new IllegalArgumentException("--active-ports contains " + controlPort
                    + ", which is the control port (--port): choose another of the two");
        }
        passiveBeside(controlPort, passivePorts);
    }

    /** Refuses a port for implicit TLS that is another one already. */
    static void checkImplicit(int implicitPort, int controlPort, PortSet activePorts) {
        if (implicitPort != 0 && implicitPort == controlPort) {
            throw new IllegalArgumentException("--implicit-tls-port and --port are both " + controlPort
                    + ": choose another of the two (990 and 21 are the usual ones)");
        }
        if (activePorts.contains(implicitPort)) {
            throw new IllegalArgumentException("--active-ports contains " + implicitPort
                    + ", which is --implicit-tls-port: choose another of the two");
        }
    }

    /** Refuses a port for the live view that is another one already. */
    static void checkAdmin(int adminPort, int controlPort, int implicitPort, PortSet activePorts) {
        if (adminPort != 0 && (adminPort == controlPort || adminPort == implicitPort)) {
            throw new IllegalArgumentException("--admin-port and "
                    + (adminPort == controlPort ? "--port" : "--implicit-tls-port") + " are both " + adminPort
                    + ": choose another of the two");
        }
        if (activePorts.contains(adminPort)) {
            throw new IllegalArgumentException(
                    "--active-ports contains " + adminPort + ", which is --admin-port: choose another of the two");
        }
    }

    /** The passive ports that are left beside a port that another option names. */
    static PortSet passiveBeside(String option, int port, PortSet passivePorts) {
        PortSet ports = passivePorts.without(port);
        if (ports.isEmpty()) {
            throw new IllegalArgumentException(
                    "The only passive port, " + port + ", is " + option + ": choose another of the two");
        }
        return ports;
    }

    /** The passive ports that are left when the server itself listens on the control port. */
    static PortSet passiveBeside(int controlPort, PortSet passivePorts) {
        PortSet ports = passivePorts.without(controlPort);
        if (ports.isEmpty()) {
            throw new IllegalArgumentException(
                    "The only passive port, " + controlPort + ", is the control port: choose another of the two");
        }
        return ports;
    }
}
