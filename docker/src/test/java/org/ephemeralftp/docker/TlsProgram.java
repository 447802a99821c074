package org.ephemeralftp.docker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An FTP client that is not ours, with TLS on control and data connections (RFC 4217). */
interface TlsProgram {
    String UPLOAD = "upload.bin";
    String DOWNLOAD = "download.bin";

    /** The programs that must be installed. */
    List<String> programs();

    /** Whether its data connections resume the TLS session of the control connection. */
    boolean resumes();

    /** Whether it connects in active mode, too. */
    default boolean isActive() {
        return true;
    }

    /**
     * Downloads {@link #DOWNLOAD}, lists the directory, and uploads {@link #UPLOAD}, in this order, and stops at the first
     * that fails.
     *
     * @return all it said, which has the names of the directory
     */
    Said run(Trip trip) throws IOException, InterruptedException;

    /**
     * What came of it.
     *
     * @param done whether it says that everything was done
     */
    record Said(boolean done, String text) {}

    /**
     * What a client is to use.
     *
     * @param work the client's own directory
     * @param port the control port, on 127.0.0.1
     */
    record Trip(Path work, int port, TlsVersion version, boolean passive) {
        static final String USER = "u";
        static final String PASSWORD = "p";

        String url(String name) {
            return "ftp://127.0.0.1:" + port + "/" + name;
        }
    }
}
