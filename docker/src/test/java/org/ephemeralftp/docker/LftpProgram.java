package org.ephemeralftp.docker;

import java.io.IOException;
import java.util.List;

import org.ephemeralftp.docker.testing.Program;

/** lftp, which does everything in one session. */
final class LftpProgram implements FtpProgram {
    @Override
    public String program() {
        return "lftp";
    }

    /** It has no EPRT over IPv4; over IPv6 it sends one, but on the loopback interface with the address {@code ::}. */
    @Override
    public List<DataMode> modes(Family family) {
        return family == Family.IPV4 ? List.of(DataMode.PASV, DataMode.EPSV, DataMode.PORT) : List.of(DataMode.EPSV);
    }

    @Override
    public List<Program> roundTrip(Trip trip) throws IOException, InterruptedException {
        String script = String.join(
                "; ",
                "debug 9",
                "set cmd:fail-exit yes",
                "set net:max-retries 1",
                "set net:timeout 30",
                "set ftp:passive-mode " + trip.mode().passive(),
                "set ftp:prefer-epsv " + (trip.mode() == DataMode.EPSV),
                "open --user " + Trip.USER + " --password " + Trip.PASSWORD + " " + trip.url(),
                "put " + trip.upload(),
                "ls",
                "get " + trip.name() + " -o " + trip.download());
        return List.of(Program.run(trip.work(), "lftp", "--norc", "-c", script));
    }

    @Override
    public String toString() {
        return program();
    }
}
