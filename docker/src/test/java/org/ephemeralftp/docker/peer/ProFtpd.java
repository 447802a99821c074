package org.ephemeralftp.docker.peer;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.docker.testing.Program;

/** ProFTPD with mod_tls, and a virtual user. */
public final class ProFtpd implements Peer {
    private static final PeerPackage PACKAGE = new PeerPackage("proftpd");

    @Override
    public void require() {
        PACKAGE.require();
    }

    /**
     * Not passive: two sessions can bind the same port while neither listens yet, and the one that is late to listen
     * answers 425 "Address already in use" and tries no other; one in some hundred with four sessions and ten ports.
     */
    @Override
    public Set<DataMode> underLoad() {
        return EnumSet.of(DataMode.PORT, DataMode.EPRT);
    }

    @Override
    public List<List<String>> commands(Site site) throws IOException, InterruptedException {
        String uid = id(site, "-u");
        String gid = id(site, "-g");
        String users = site.write(
                        "users",
                        String.join(
                                ":",
                                account().user(),
                                site.hashed(account().password()),
                                uid,
                                gid,
                                "",
                                site.home().toString(),
                                "/bin/sh"))
                .toString();
        String groups =
                site.write("groups", "g:x:" + gid + ":" + account().user()).toString();
        String configuration = site.write(
                        "proftpd.conf",
                        "ModulePath " + PACKAGE.file("usr/lib/proftpd"),
                        "LoadModule mod_tls.c",
                        "ServerType standalone",
                        "UseIPv6 on",
                        "DefaultAddress 127.0.0.1 ::1",
                        "SocketBindTight on",
                        "Port " + site.port(),
                        "PassivePorts " + site.passive().joined(" "),
                        "User " + id(site, "-un"),
                        "Group " + id(site, "-gn"),
                        "RootLogin on",
                        "AuthOrder mod_auth_file.c",
                        "AuthUserFile " + users,
                        "AuthGroupFile " + groups,
                        "RequireValidShell off",
                        "UseFtpUsers off",
                        "UseReverseDNS off",
                        "WtmpLog off",
                        "TransferLog none",
                        "SystemLog " + site.directory().resolve("log"),
                        "PidFile " + site.directory().resolve("pid"),
                        "ScoreboardFile " + site.directory().resolve("scoreboard"),
                        "DelayTable none",
                        "ControlsSocket " + site.directory().resolve("controls"),
                        "AllowOverwrite on",
                        "TLSEngine on",
                        "TLSRequired off",
                        "TLSLog " + site.directory().resolve("tls.log"),
                        "TLSRSACertificateFile " + site.pem(),
                        "TLSRSACertificateKeyFile " + site.pem())
                .toString();
        return List.of(PACKAGE.command("usr/sbin/proftpd", "--nodaemon", "--config", configuration));
    }

    private static String id(Site site, String what) throws IOException, InterruptedException {
        return Program.run(site.directory(), "id", what).out().strip();
    }

    @Override
    public String toString() {
        return "ProFTPD";
    }
}
