package org.ephemeralftp.docker.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.Requires;

/** Pure-FTPd, with a virtual user. */
public final class PureFtpd implements Peer {
    private static final PeerPackage PACKAGE = new PeerPackage("pure-ftpd");
    private static final int NOBODY = 65534;

    @Override
    public void require() {
        PACKAGE.require();
        Requires.that(
                "root".equals(System.getProperty("user.name")),
                "Pure-FTPd changes its root directory and its user, which only root can");
    }

    /**
     * Not passive: two sessions can bind the same port while neither listens yet, and the one that is late to listen
     * answers 425 "Address already in use" and tries no other; one in some thousand with four sessions and ten ports.
     */
    @Override
    public Set<DataMode> underLoad() {
        return EnumSet.of(DataMode.PORT, DataMode.EPRT);
    }

    @Override
    public List<List<String>> commands(Site site) throws IOException, InterruptedException {
        Path accounts = site.write(
                "accounts",
                String.join(
                                ":",
                                account().user(),
                                site.hashed(account().password()),
                                "" + NOBODY,
                                "" + NOBODY,
                                "",
                                site.home() + "/./")
                        + ":".repeat(12));
        Path database = site.directory().resolve("accounts.pdb");
        Program pure = Program.run(
                site.directory(),
                PACKAGE.command("usr/bin/pure-pw", "mkdb", database.toString(), "-f", accounts.toString()));
        assertThat(pure.status()).as(pure.toString()).isZero();
        return List.of(command(site, database, "-4", "127.0.0.1"), command(site, database, "-6", "::1"));
    }

    private static List<String> command(Site site, Path database, String family, String address) throws IOException {
        return PACKAGE.command(
                "usr/sbin/pure-ftpd",
                family,
                "--bind=" + address + "," + site.port(),
                "--login=puredb:" + database,
                "--noanonymous",
                "--dontresolve",
                "--passiveportrange=" + site.passive().joined(":"),
                "--tls=1",
                "--certfile=" + site.pem(),
                "--pidfile=" + site.directory().resolve("pid" + family));
    }

    @Override
    public String toString() {
        return "Pure-FTPd";
    }
}
