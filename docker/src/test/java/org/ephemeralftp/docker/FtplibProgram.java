package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;

import org.ephemeralftp.docker.testing.Program;

/** Python's ftplib, driven by {@code ftplib_round_trip.py}. */
final class FtplibProgram implements FtpProgram {
    @Override
    public String program() {
        return "python3";
    }

    @Override
    public List<DataMode> modes(Family family) {
        return family == Family.IPV4 ? List.of(DataMode.values()) : List.of(DataMode.EPSV, DataMode.EPRT);
    }

    @Override
    public List<Program> roundTrip(Trip trip) throws IOException, InterruptedException {
        return List.of(Program.run(
                trip.work(),
                "python3",
                script().toString(),
                trip.family().address(),
                Integer.toString(trip.port()),
                Trip.USER,
                Trip.PASSWORD,
                trip.mode().name(),
                trip.upload().toString(),
                trip.name(),
                trip.download().toString()));
    }

    private static Path script() {
        URL script = FtplibProgram.class.getResource("/ftplib_round_trip.py");
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
