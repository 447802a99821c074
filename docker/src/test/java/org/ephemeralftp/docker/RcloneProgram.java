package org.ephemeralftp.docker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.ephemeralftp.docker.testing.Program;

/** rclone, which lists before and after everything that it does. */
final class RcloneProgram implements FtpProgram {
    @Override
    public List<String> programs() {
        return List.of("rclone");
    }

    /** It is always passive, and has PASV for servers over IPv4 alone. */
    @Override
    public Set<DataMode> modes(Family family) {
        return family == Family.IPV4 ? EnumSet.of(DataMode.PASV, DataMode.EPSV) : EnumSet.of(DataMode.EPSV);
    }

    /** It replaces half a file by the whole one, in both directions. */
    @Override
    public Set<Step> cannot() {
        return EnumSet.of(Step.RESUME_UPLOAD, Step.RESUME_DOWNLOAD);
    }

    @Override
    public List<Program> run(Trip trip) throws IOException, InterruptedException {
        Program obscure = Program.run(trip.work(), "rclone", "--config=", "obscure", Trip.PASSWORD);
        String password = obscure.out().strip();
        return List.of(
                obscure,
                rclone(trip, password, "copyto", TripFiles.UPLOAD, remote(TripFiles.UPLOAD)),
                rclone(trip, password, "copyto", TripFiles.BEFORE, remote(TripFiles.BEFORE)),
                rclone(trip, password, "moveto", remote(TripFiles.BEFORE), remote(TripFiles.AFTER)),
                rclone(trip, password, "lsl", remote("")),
                rclone(trip, password, "copyto", remote(TripFiles.DOWNLOAD), TripFiles.DOWNLOAD),
                rclone(trip, password, "deletefile", remote(TripFiles.DOOMED)));
    }

    private static String remote(String name) {
        return ":ftp:" + name;
    }

    private static Program rclone(Trip trip, String password, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "rclone",
                // No file of settings.
                "--config=",
                "--retries=1",
                "--low-level-retries=1",
                "--contimeout=30s",
                "--timeout=30s",
                "--ftp-host=" + trip.family().bracketed(),
                "--ftp-port=" + trip.port(),
                "--ftp-user=" + Trip.USER,
                "--ftp-pass=" + password,
                "--ftp-disable-epsv=" + (trip.mode() == DataMode.PASV)));
        command.addAll(Arrays.asList(arguments));
        return Program.run(trip.work(), command);
    }

    @Override
    public String toString() {
        return "rclone";
    }
}
