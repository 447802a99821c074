package org.ephemeralftp.server.lease;

import java.security.SecureRandom;
import java.util.Random;

/** A source of port choices that can be replayed. */
final class SeededRandom extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final Random random;

    SeededRandom(long seed) {
        random = new Random(seed);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        random.nextBytes(bytes);
    }
}
