package org.ephemeralftp.docker;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.ephemeralftp.docker.testing.Program;

/** lftp, which does everything in one session. */
final class LftpProgram implements FtpProgram {
    @Override
    public List<String> programs() {
        return List.of("lftp");
    }

    /**
     * It has no EPRT over IPv4. Over IPv6 it has one, but not over loopback: there it never binds its listener to an
     * address (whatever {@code ftp:bind-data-socket} says), and while it then fills in the address of the control
     * connection for PORT, it does not for EPRT and sends {@code ::}.
     */
    @Override
    public Set<DataMode> modes(Family family) {
        return family == Family.IPV4
                ? EnumSet.of(DataMode.PASV, DataMode.EPSV, DataMode.PORT)
                : EnumSet.of(DataMode.EPSV);
    }

    @Override
    public List<Program> run(Trip trip) throws IOException, InterruptedException {
        String script = String.join(
                "; ",
                "set cmd:fail-exit yes",
                "set net:max-retries 1",
                "set net:timeout 30",
                "set ftp:passive-mode " + trip.mode().passive(),
                "set ftp:prefer-epsv " + (trip.mode() == DataMode.EPSV),
                "set ftp:use-mlsd yes",
                "open --user " + Trip.USER + " --password " + Trip.PASSWORD + " " + trip.url(),
                "put " + TripFiles.UPLOAD,
                "put -c " + TripFiles.HALF_UPLOADED,
                "put " + TripFiles.BEFORE,
                "mv " + TripFiles.BEFORE + " " + TripFiles.AFTER,
                "ls",
                "nlist",
                "cls -l",
                "get " + TripFiles.DOWNLOAD,
                "get -c " + TripFiles.HALF_DOWNLOADED,
                "rm " + TripFiles.DOOMED);
        return List.of(Program.run(trip.work(), "lftp", "--norc", "-c", script));
    }

    @Override
    public String toString() {
        return "lftp";
    }
}
