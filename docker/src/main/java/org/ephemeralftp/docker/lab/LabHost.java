package org.ephemeralftp.docker.lab;

import java.util.Locale;

/** One of the three hosts, in the order in which packets of a client pass them. */
public enum LabHost {
    CLIENT,
    ROUTER,
    SERVER;

    /** The name of its network namespace, and of the file with its rules. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
