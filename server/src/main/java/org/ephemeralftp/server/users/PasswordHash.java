package org.ephemeralftp.server.users;

import static java.nio.charset.StandardCharsets.UTF_8;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategy;
import java.security.SecureRandom;
import java.util.Arrays;

/** A salted bcrypt hash of one password. */
final class PasswordHash {

    private static final int COST = 10;
    private static final BCrypt.Version VERSION = BCrypt.Version.VERSION_2B;

    /** Bcrypt itself reads 72 bytes at most; without this, all passwords with the same beginning were one. */
    private static final LongPasswordStrategy LONG_PASSWORDS = LongPasswordStrategies.hashSha512(VERSION);

    private final byte[] hash;

    private PasswordHash(byte[] hash) {
        this.hash = hash;
    }

    /** Hashes a password, which takes some ten milliseconds by design. */
    static PasswordHash of(String password) {
        byte[] bytes = password.getBytes(UTF_8);
        try {
            return new PasswordHash(
                    BCrypt.with(VERSION, new SecureRandom(), LONG_PASSWORDS).hash(COST, bytes));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** A hash no password is known to match, and which takes as long to try as any other. */
    static PasswordHash decoy() {
        String zeroSaltAndHash = ".".repeat(53);
        return new PasswordHash(("$2b$" + COST + "$" + zeroSaltAndHash).getBytes(UTF_8));
    }

    /** Whether this is the hash of a password; the answer takes equally long either way. */
    boolean matches(String password) {
        byte[] bytes = password.getBytes(UTF_8);
        try {
            return BCrypt.verifyer(VERSION, LONG_PASSWORDS).verify(bytes, hash).verified;
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "PasswordHash[bcrypt, cost " + COST + "]";
    }
}
