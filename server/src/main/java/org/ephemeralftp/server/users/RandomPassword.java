package org.ephemeralftp.server.users;

import java.security.SecureRandom;
import java.util.stream.Collectors;

/** A password made up by the server, to be read from a screen and typed. */
public final class RandomPassword {

    /** Letters and digits without those that look alike: i, l, o, I, L, O, 0 and 1. */
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";

    private static final int LENGTH = 20;

    private RandomPassword() {}

    /** Draws a password of 20 characters, which is about 115 bits. */
    public static String generate(SecureRandom random) {
        return random.ints(LENGTH, 0, ALPHABET.length())
                .mapToObj(i -> ALPHABET.substring(i, i + 1))
                .collect(Collectors.joining());
    }
}
