package org.ephemeralftp.server.firewall;

import java.util.Locale;

/** Which host rules are for. */
public enum Side {
    /** The one the server runs on. */
    SERVER,
    /** One that forwards between the clients and the server. */
    ROUTER,
    /** One that clients run on. */
    CLIENT;

    /** As the option has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
