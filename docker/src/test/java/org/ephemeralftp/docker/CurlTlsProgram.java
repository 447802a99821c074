package org.ephemeralftp.docker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.ephemeralftp.docker.testing.Program;

/** curl, which does one thing after the other on the control connection of the first. */
final class CurlTlsProgram implements TlsProgram {
    @Override
    public List<String> programs() {
        return List.of("curl");
    }

    @Override
    public boolean resumes() {
        return true;
    }

    /** Versions 7.87 and 7.88 forget TLS in active mode (https://github.com/curl/curl/issues/10666). */
    @Override
    public boolean isActive() {
        return false;
    }

    @Override
    public Said run(Trip trip) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("curl", "--disable", "--fail-early", "--verbose"));
        command.addAll(next(trip, "--output", DOWNLOAD, trip.url(DOWNLOAD)));
        command.addAll(next(trip, "--list-only", trip.url("")));
        command.addAll(next(trip, "--upload-file", UPLOAD, trip.url("")));
        Program program = Program.run(trip.work(), command);
        return new Said(program.status() == 0, program.output());
    }

    private static List<String> next(Trip trip, String... arguments) {
        String version = trip.version().number();
        List<String> options = new ArrayList<>(List.of("--next", "--silent", "--show-error", "--max-time", "60"));
        options.addAll(List.of("--ssl-reqd", "--insecure", "--tlsv" + version, "--tls-max", version));
        options.addAll(List.of("--user", Trip.USER + ":" + Trip.PASSWORD));
        options.addAll(List.of(arguments));
        return options;
    }

    @Override
    public String toString() {
        return "curl";
    }
}
