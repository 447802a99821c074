package org.ephemeralftp.docker.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.ephemeralftp.docker.testing.Requires;

/** pyftpdlib, a library, in a script of a few lines. */
public final class Pyftpdlib implements Peer {
    private static final PeerPackage PACKAGE = new PeerPackage("pyftpdlib");
    private static final String SCRIPT = "pyftpdlib_server.py";

    /** Debian's own, as its packages are for no other. */
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    @Override
    public void require() {
        PACKAGE.require();
        Requires.that(Files.isExecutable(PYTHON), PYTHON + " is not there, and this test needs it");
    }

    @Override
    public List<List<String>> commands(Site site) throws IOException {
        Path script = site.directory().resolve(SCRIPT);
        try (InputStream in = Pyftpdlib.class.getResourceAsStream("/" + SCRIPT)) {
            assertThat(in).as(SCRIPT).isNotNull();
            Files.copy(in, script);
        }
        return List.of(List.of(
                "env",
                "PYTHONPATH=" + PACKAGE.file("usr/lib/python3/dist-packages"),
                PYTHON.toString(),
                script.toString(),
                account().user(),
                account().password(),
                site.home().toString(),
                site.pem().toString(),
                Integer.toString(site.passive().first()),
                Integer.toString(site.passive().last()),
                Integer.toString(site.port()),
                "127.0.0.1",
                "::1"));
    }

    @Override
    public String toString() {
        return "pyftpdlib";
    }
}
