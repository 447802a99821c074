package org.ephemeralftp.docker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.ephemeralftp.docker.testing.Program;

/** curl, which makes a control connection of its own for each step. */
final class CurlProgram implements FtpProgram {
    @Override
    public String program() {
        return "curl";
    }

    @Override
    public List<DataMode> modes(Family family) {
        return family == Family.IPV4 ? List.of(DataMode.values()) : List.of(DataMode.EPSV, DataMode.EPRT);
    }

    @Override
    public List<Program> roundTrip(Trip trip) throws IOException, InterruptedException {
        return List.of(
                curl(trip, "--upload-file", trip.upload().toString(), trip.url() + "/"),
                curl(trip, trip.url() + "/"),
                curl(trip, "--output", trip.download().toString(), trip.url() + "/" + trip.name()));
    }

    private static Program curl(Trip trip, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("curl", "--silent", "--show-error", "--verbose", "--user", Trip.USER + ":" + Trip.PASSWORD));
        command.addAll(
                switch (trip.mode()) {
                    case PASV -> List.of("--disable-epsv");
                    case EPSV -> List.of();
                    case PORT -> List.of("--ftp-port", "-", "--disable-eprt");
                    case EPRT -> List.of("--ftp-port", "-");
                });
        command.addAll(List.of(arguments));
        return Program.run(trip.work(), command);
    }

    @Override
    public String toString() {
        return program();
    }
}
