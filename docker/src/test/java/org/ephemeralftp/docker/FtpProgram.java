package org.ephemeralftp.docker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.ephemeralftp.docker.testing.Program;

/** An FTP client that is not ours, as a person would use it. */
interface FtpProgram {
    /** The programs that must be installed. */
    List<String> programs();

    /** The modes it has for a family. */
    Set<DataMode> modes(Family family);

    /** The steps it has no way to do. */
    default Set<Step> cannot() {
        return EnumSet.noneOf(Step.class);
    }

    /** Does every step it can, with the files of {@link TripFiles}. */
    List<Program> run(Trip trip) throws IOException, InterruptedException;

    /** What it showed of the directory. */
    default String listing(Trip trip, List<Program> programs) throws IOException {
        return programs.stream().map(Program::output).reduce("", String::concat);
    }

    /**
     * What a client is to use.
     *
     * @param work the client's own directory, in which it runs
     * @param port the control port
     */
    record Trip(Path work, Family family, DataMode mode, int port) {
        static final String USER = "u";
        static final String PASSWORD = "p";

        String url() {
            return family.url(port);
        }

        /** The address of a file on the server. */
        String url(String name) {
            return url() + "/" + name;
        }
    }
}
