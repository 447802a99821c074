package org.ephemeralftp.docker;

import java.io.IOException;
import java.util.List;

import org.ephemeralftp.docker.testing.Program;

/** lftp, which does everything in one session. */
final class LftpTlsProgram implements TlsProgram {
    @Override
    public List<String> programs() {
        return List.of("lftp");
    }

    @Override
    public boolean resumes() {
        return true;
    }

    @Override
    public Said run(Trip trip) throws IOException, InterruptedException {
        String script = String.join(
                "; ",
                "set cmd:fail-exit yes",
                "set net:max-retries 1",
                "set net:timeout 30",
                "set ftp:passive-mode " + trip.passive(),
                "set ftp:ssl-force yes",
                "set ftp:ssl-protect-data yes",
                "set ssl:verify-certificate no",
                "set ssl:priority NORMAL:-VERS-ALL:+VERS-TLS" + trip.version().number(),
                "open --user " + Trip.USER + " --password " + Trip.PASSWORD + " " + trip.url(""),
                "get " + DOWNLOAD,
                "nlist",
                "put " + UPLOAD);
        Program program = Program.run(trip.work(), "lftp", "--norc", "-c", script);
        return new Said(program.status() == 0, program.output());
    }

    @Override
    public String toString() {
        return "lftp";
    }
}
