package org.ephemeralftp.docker.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.ephemeralftp.client.connection.DataMode;
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

    /**
     * Not active: at each PORT and EPRT version 1.5.7 takes the file descriptor of the session's last active connection
     * out of its epoll set, although that is closed and the number may be another session's connection by now, whose
     * transfer then never ends.
     */
    @Override
    public Set<DataMode> underLoad() {
        return EnumSet.of(DataMode.PASV, DataMode.EPSV);
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
