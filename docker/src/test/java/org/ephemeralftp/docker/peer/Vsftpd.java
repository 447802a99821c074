package org.ephemeralftp.docker.peer;

import java.io.IOException;
import java.util.List;

/** vsftpd, which is as its manual recommends it but for where it is and what it allows. */
public final class Vsftpd implements Peer {
    private static final PeerPackage PACKAGE = new PeerPackage("vsftpd");

    @Override
    public void require() {
        PACKAGE.require();
    }

    /** Its other accounts are the system's, or PAM's, which reads no configuration but the system's. */
    @Override
    public Account account() {
        return new Account("anonymous", "somebody@example.org");
    }

    @Override
    public List<List<String>> commands(Site site) throws IOException {
        return List.of(
                command(site, "ipv4.conf", "listen=YES", "listen_address=127.0.0.1"),
                command(site, "ipv6.conf", "listen=NO", "listen_ipv6=YES", "listen_address6=::1"));
    }

    private static List<String> command(Site site, String name, String... listen) throws IOException {
        String configuration = site.write(
                        name,
                        String.join("\n", listen),
                        "listen_port=" + site.port(),
                        "background=NO",
                        "run_as_launching_user=YES",
                        "ftp_username=" + System.getProperty("user.name"),
                        "connect_from_port_20=NO",
                        // It ends sessions for system calls that today's libraries make and it does not know.
                        "seccomp_sandbox=NO",
                        "local_enable=NO",
                        "anonymous_enable=YES",
                        "anon_root=" + site.home(),
                        "allow_writeable_chroot=YES",
                        "write_enable=YES",
                        "anon_upload_enable=YES",
                        "anon_other_write_enable=YES",
                        "anon_world_readable_only=NO",
                        "pasv_min_port=" + site.passive().first(),
                        "pasv_max_port=" + site.passive().last(),
                        "ssl_enable=YES",
                        "allow_anon_ssl=YES",
                        "rsa_cert_file=" + site.pem(),
                        "require_ssl_reuse=YES",
                        "vsftpd_log_file=" + site.directory().resolve("log"))
                .toString();
        return PACKAGE.command("usr/sbin/vsftpd", configuration);
    }

    @Override
    public String toString() {
        return "vsftpd";
    }
}
