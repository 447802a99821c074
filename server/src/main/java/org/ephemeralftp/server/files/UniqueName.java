package org.ephemeralftp.server.files;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names that nobody can foresee and nobody else gets. */
final class UniqueName {
    private static final SecureRandom RANDOM = new SecureRandom();

    private UniqueName() {}

    /** As many random bytes, in hexadecimal digits. */
    static String hex(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
