package org.ephemeralftp.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.ephemeralftp.docker.testing.Program;

/** wget, which only reads. */
final class WgetProgram implements FtpProgram {
    @Override
    public List<String> programs() {
        return List.of("wget");
    }

    /** The commands for all families are only its way to do IPv6. */
    @Override
    public Set<DataMode> modes(Family family) {
        return family == Family.IPV4
                ? EnumSet.of(DataMode.PASV, DataMode.PORT)
                : EnumSet.of(DataMode.EPSV, DataMode.EPRT);
    }

    /** It changes nothing on a server. */
    @Override
    public Set<Step> cannot() {
        return EnumSet.of(Step.UPLOAD, Step.RESUME_UPLOAD, Step.RENAME, Step.DELETE);
    }

    @Override
    public List<Program> run(Trip trip) throws IOException, InterruptedException {
        return List.of(
                wget(trip, "--no-remove-listing", "--output-document=index.html", trip.url("")),
                wget(trip, "--continue", trip.url(TripFiles.DOWNLOAD), trip.url(TripFiles.HALF_DOWNLOADED)));
    }

    private static Program wget(Trip trip, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "wget",
                "--no-config",
                "--no-verbose",
                "--tries=1",
                "--timeout=30",
                "--user=" + Trip.USER,
                "--password=" + Trip.PASSWORD));
        if (!trip.mode().passive()) {
            command.add("--no-passive-ftp");
        }
        command.addAll(Arrays.asList(arguments));
        return Program.run(trip.work(), command);
    }

    /** The listing as the server sent it; the page that wget makes of it has the name before the size. */
    @Override
    public String listing(Trip trip, List<Program> programs) throws IOException {
        Path listing = trip.work().resolve(".listing");
        return Files.exists(listing) ? Files.readString(listing) : "";
    }

    @Override
    public String toString() {
        return "wget";
    }
}
