package org.ephemeralftp.docker.peer;

import java.util.List;

import org.ephemeralftp.docker.testing.Jars;

/** Our own server, which must fare no worse. */
public final class OurServer implements Peer {
    @Override
    public void require() {
        // It was built before the tests.
    }

    @Override
    public List<List<String>> commands(Site site) {
        return List.of(Jars.command(
                Jars.server(),
                "--port=" + site.port(),
                "--passive-ports=" + site.passive().joined("-"),
                "--user=" + account().user() + "=" + account().password(),
                "--home=" + site.home(),
                "--allow-port-choice",
                "--tls=optional",
                "--tls-session-reuse=require",
                "--tls-cert=" + site.pem(),
                "--tls-key=" + site.pem()));
    }

    @Override
    public String toString() {
        return "ours";
    }
}
