package org.ephemeralftp.docker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.ephemeralftp.docker.testing.Program;

/** An FTP client that is not ours, as a person would use it. */
interface FtpProgram {
    /** The program that must be installed. */
    String program();

    /** The modes it has for a family. */
    List<DataMode> modes(Family family);

    /** Uploads a file, lists the directory it is in, and downloads the file again. */
    List<Program> roundTrip(Trip trip) throws IOException, InterruptedException;

    /**
     * What is to be done.
     *
     * @param work a directory for the program
     * @param port the server's control port
     * @param upload the file to upload
     * @param download where the download goes
     */
    record Trip(Path work, Family family, DataMode mode, int port, Path upload, Path download) {
        static final String USER = "u";
        static final String PASSWORD = "p";

        /** The file's name, here and on the server. */
        String name() {
            return String.valueOf(upload.getFileName());
        }

        String url() {
            return family.url(port);
        }
    }
}
