package org.ephemeralftp.server.control;

import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.data.DataPlane;

/**
 * SITE LEASE, a service of our own for tests of firewalls: which data ports there are, and which of them the next PASV or
 * EPSV is to lease. Whoever may choose can also predict, against what RFC 6056 is for.
 */
final class SiteLease {
    static final String SYNTAX = "LEASE PORTS | LEASE PORT <port>";

    private final DataPlane data;

    SiteLease(DataPlane data) {
        this.data = data;
    }

    /** The text of the 200; {@code argument} is what stands behind SITE LEASE. */
    String answer(FtpIoSession session, String argument) throws ReplyException {
        String set = data.passivePorts();
        String[] words = argument.split(" +", -1);
        if (words.length == 1 && words[0].equals("PORTS")) {
            return set;
        }
        if (words.length != 2 || !words[0].equals("PORT")) {
            throw new ReplyException(501, "SITE LEASE takes PORTS, or PORT and one port of " + set);
        }
        // Without what was asked for, as everywhere in SITE.
        if (!words[1].matches("\\d{1,5}") || !data.isPassivePort(Integer.parseInt(words[1]))) {
            throw new ReplyException(501, "SITE LEASE PORT takes one port of " + set);
        }
        int port = Integer.parseInt(words[1]);
        SessionData.of(session).options().choosePort(port);
        return "The next PASV or EPSV leases port " + port + ", or none";
    }
}
