package org.ephemeralftp.docker.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a test needs that has a firewall lab. */
public final class LabRequires {
    private LabRequires() {}

    /** The machine can have one. */
    public static void all() {
        Requires.that("root".equals(System.getProperty("user.name")), "network namespaces need root");
        for (String program : List.of("unshare", "nsenter", "ip", "nft", "conntrack")) {
            Requires.program(program);
        }
    }

    /** {@link #all}, and the kernel has the FTP helper, which may be a module. */
    public static void helper() throws IOException, InterruptedException {
        all();
        // Not only parsed: the kernel looks for the helper, and loads its module if it can.
        String rules = "table inet lab { ct helper ftp-control { type \"ftp\" protocol tcp; }; }";
        Program nft = Program.run(
                Path.of(System.getProperty("java.io.tmpdir")), List.of("unshare", "--net", "nft", "-f", "-"), rules);
        Requires.that(
                nft.status() == 0,
                "nftables or the kernel's FTP helper is missing (modprobe nf_conntrack_ftp nf_nat_ftp): "
                        + nft.output());
    }
}
