package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.ephemeralftp.docker.testing.Program;

/** Python's ftplib, driven by {@code ftplib_steps.py}. */
final class FtplibProgram implements FtpProgram {
    @Override
    public List<String> programs() {
        return List.of("python3");
    }

    /** It takes the commands for all families over IPv6 alone. */
    @Override
    public Set<DataMode> modes(Family family) {
        return family == Family.IPV4
                ? EnumSet.of(DataMode.PASV, DataMode.PORT)
                : EnumSet.of(DataMode.EPSV, DataMode.EPRT);
    }

    @Override
    public List<Program> run(Trip trip) throws IOException, InterruptedException {
        return List.of(Program.run(
                trip.work(),
                "python3",
                script().toString(),
                trip.family().address(),
                Integer.toString(trip.port()),
                Trip.USER,
                Trip.PASSWORD,
                trip.mode().passive() ? "passive" : "active",
                TripFiles.UPLOAD,
                TripFiles.HALF_UPLOADED,
                TripFiles.BEFORE,
                TripFiles.AFTER,
                TripFiles.DOWNLOAD,
                TripFiles.HALF_DOWNLOADED,
                TripFiles.DOOMED));
    }

    private static Path script() {
        URL script = FtplibProgram.class.getResource("/ftplib_steps.py");
        assertThat(script).isNotNull();
        try {
            return Path.of(script.toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return "ftplib";
    }
}
