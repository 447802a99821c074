package org.ephemeralftp.docker.testing;

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
}
