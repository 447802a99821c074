package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;

import org.ephemeralftp.docker.testing.Program;

/** Python's ftplib, driven by {@code ftplib_tls_steps.py}. */
final class FtplibTlsProgram implements TlsProgram {
    @Override
    public List<String> programs() {
        return List.of("python3");
    }

    @Override
    public boolean resumes() {
        return false;
    }

    @Override
    public Said run(Trip trip) throws IOException, InterruptedException {
        Program program = Program.run(
                trip.work(),
                "python3",
                script().toString(),
                Integer.toString(trip.port()),
                Trip.USER,
                Trip.PASSWORD,
                trip.version().number(),
                trip.passive() ? "passive" : "active",
                DOWNLOAD,
                UPLOAD);
        return new Said(program.status() == 0, program.output());
    }

    private static Path script() {
        URL script = FtplibTlsProgram.class.getResource("/ftplib_tls_steps.py");
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
