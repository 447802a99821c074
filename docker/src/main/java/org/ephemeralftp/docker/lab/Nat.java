package org.ephemeralftp.docker.lab;

import java.util.Locale;

/** What the lab's router does with addresses. */
public enum Nat {
    /** Nothing: both networks have public addresses. */
    NONE,
    /** The client's network is private, and the router puts its own address into what comes from it. */
    MASQUERADE,
    /** The server's network is private, and the router forwards the control port and the passive ports to it. */
    DNAT;

    /** As the option has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
