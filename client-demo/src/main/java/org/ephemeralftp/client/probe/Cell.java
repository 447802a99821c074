package org.ephemeralftp.client.probe;

import java.util.Locale;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Protection;

/** One combination that a probe tries: how the data connection is set up, in clear or under TLS, over which family. */
public record Cell(DataMode mode, Protection protection, AddressFamily family) {
    /** As expectations name it: {@code pasv.plain.ipv4}. */
    @Override
    public String toString() {
        return (mode.name() + "." + protection.name() + "." + family.name()).toLowerCase(Locale.ROOT);
    }
}
