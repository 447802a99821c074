package org.ephemeralftp.docker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.ephemeralftp.docker.testing.Program;

/** ncftpput, ncftpls and ncftpget, which are ncftp for scripts, each with a session of its own. */
final class NcftpToolsProgram implements FtpProgram {
    @Override
    public List<String> programs() {
        return List.of("ncftpput", "ncftpls", "ncftpget");
    }

    /** They know neither IPv6 nor the commands that came with it. */
    @Override
    public Set<DataMode> modes(Family family) {
        return family == Family.IPV4 ? EnumSet.of(DataMode.PASV, DataMode.PORT) : EnumSet.noneOf(DataMode.class);
    }

    @Override
    public List<Program> run(Trip trip) throws IOException, InterruptedException {
        String host = trip.family().address();
        return List.of(
                // Without -s, 3.2.6 asks to store from the half on and then sends the whole file, by sendfile(2).
                tool(
                        trip,
                        "ncftpput",
                        "-s",
                        "-z",
                        "-Y",
                        "RNFR " + TripFiles.BEFORE,
                        "-Y",
                        "RNTO " + TripFiles.AFTER,
                        host,
                        ".",
                        TripFiles.UPLOAD,
                        TripFiles.HALF_UPLOADED,
                        TripFiles.BEFORE),
                tool(trip, "ncftpls", "-l", "-Y", "DELE " + TripFiles.DOOMED, "ftp://" + host + "/"),
                tool(trip, "ncftpget", "-z", host, ".", TripFiles.DOWNLOAD, TripFiles.HALF_DOWNLOADED));
    }

    private static Program tool(Trip trip, String name, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                name,
                "-u",
                Trip.USER,
                "-p",
                Trip.PASSWORD,
                "-P",
                Integer.toString(trip.port()),
                "-r",
                "1",
                "-t",
                "30",
                trip.mode().passive() ? "-F" : "-E"));
        command.addAll(Arrays.asList(arguments));
        return Program.run(trip.work(), command);
    }

    @Override
    public String toString() {
        return "ncftpput";
    }
}
