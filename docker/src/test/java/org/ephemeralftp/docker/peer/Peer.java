package org.ephemeralftp.docker.peer;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.ephemeralftp.client.connection.DataMode;

/** An FTP server for the client to meet. Its {@code toString} is what people call it. */
public interface Peer {
    /** Skips the test where something is missing that this server needs. */
    void require();

    /** Who may read and write; nobody whom the system knows. */
    default Account account() {
        return new Account("u", "p");
    }

    /** How the client may set up data connections while other sessions do so, too: all that it does right then. */
    default Set<DataMode> underLoad() {
        return EnumSet.allOf(DataMode.class);
    }

    /**
     * Writes its configuration.
     *
     * @return the commands that serve in the foreground, all together on the site's port of both 127.0.0.1 and ::1
     */
    List<List<String>> commands(Site site) throws IOException, InterruptedException;

    /** A name and its password. */
    record Account(String user, String password) {}
}
