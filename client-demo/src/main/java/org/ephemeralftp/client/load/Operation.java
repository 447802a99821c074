package org.ephemeralftp.client.load;

import java.util.Locale;

/** What one transfer does. */
public enum Operation {
    /** STOR of a file of its own, which is deleted afterwards. */
    UPLOAD,
    /** RETR of a file that is there. */
    DOWNLOAD,
    /** LIST of the directory that the login leads to. */
    LIST;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
