package org.ephemeralftp.docker.peer;

import java.io.IOException;
import java.util.List;

/** An FTP server for the client to meet. Its {@code toString} is what people call it. */
public interface Peer {
    /** Skips the test where something is missing that this server needs. */
    void require();

    /** Who may read and write; nobody whom the system knows. */
    default Account account() {
        return new Account("u", "p");
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
