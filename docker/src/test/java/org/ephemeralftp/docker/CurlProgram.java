package org.ephemeralftp.docker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.ephemeralftp.docker.testing.Program;

/** curl, which does one thing after the other on the control connection of the first. */
final class CurlProgram implements FtpProgram {
    @Override
    public List<String> programs() {
        return List.of("curl");
    }

    @Override
    public Set<DataMode> modes(Family family) {
        return family == Family.IPV4 ? EnumSet.allOf(DataMode.class) : EnumSet.of(DataMode.EPSV, DataMode.EPRT);
    }

    @Override
    public List<Program> run(Trip trip) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("curl", "--disable", "--fail-early"));
        command.addAll(next(trip, "--upload-file", TripFiles.UPLOAD, trip.url("")));
        command.addAll(next(trip, "--continue-at", "-", "--upload-file", TripFiles.HALF_UPLOADED, trip.url("")));
        command.addAll(next(
                trip,
                "--upload-file",
                TripFiles.BEFORE,
                // The minus: after the transfer.
                "--quote",
                "-RNFR " + TripFiles.BEFORE,
                "--quote",
                "-RNTO " + TripFiles.AFTER,
                trip.url("")));
        command.addAll(next(trip, trip.url("")));
        command.addAll(next(trip, "--list-only", trip.url("")));
        command.addAll(next(trip, "--output", TripFiles.DOWNLOAD, trip.url(TripFiles.DOWNLOAD)));
        command.addAll(next(
                trip,
                "--continue-at",
                "-",
                "--output",
                TripFiles.HALF_DOWNLOADED,
                trip.url(TripFiles.HALF_DOWNLOADED)));
        command.addAll(next(trip, "--head", "--quote", "DELE " + TripFiles.DOOMED, trip.url("")));
        return List.of(Program.run(trip.work(), command));
    }

    private static List<String> next(Trip trip, String... arguments) {
        List<String> mode = switch (trip.mode()) {
            case PASV -> List.of("--disable-epsv");
            case EPSV -> List.of();
            case PORT -> List.of("--ftp-port", "-", "--disable-eprt");
            case EPRT -> List.of("--ftp-port", "-");
        };
        return Stream.of(
                        List.of(
                                "--next",
                                "--silent",
                                "--show-error",
                                "--max-time",
                                "60",
                                "--user",
                                Trip.USER + ":" + Trip.PASSWORD),
                        mode,
                        List.of(arguments))
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public String toString() {
        return "curl";
    }
}
