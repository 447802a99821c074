package org.ephemeralftp.server.users;

import static java.nio.charset.StandardCharsets.UTF_8;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategy;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A salted bcrypt hash of one password, as {@code htpasswd -B} and most other programs write it.
 *
 * <p>Bcrypt reads the first 72 bytes of a password. No hash is made of a longer one, because a part of it would not
 * count. A hash that another program made of a longer one is matched as that program would.
 */
public final class PasswordHash {
    /** What a new hash costs: 2 to the power of it. */
    static final int COST = 10;

    /** A cost beyond it would take seconds for each login. */
    private static final int HIGHEST_COST = 14;

    private static final BCrypt.Version VERSION = BCrypt.Version.VERSION_2B;
    private static final int MOST_BYTES = 72;
    private static final LongPasswordStrategy LONG_PASSWORDS = LongPasswordStrategies.truncate(VERSION);
    private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-4])\\$[./A-Za-z0-9]{53}");

    private final String text;
    private final int cost;

    private PasswordHash(String text, int cost) {
        this.text = text;
        this.cost = cost;
    }

    /**
     * Hashes a password, which takes some ten milliseconds by design.
     *
     * @throws IllegalArgumentException if it is empty, or longer than 72 bytes in UTF-8
     */
    public static PasswordHash of(String password) {
        byte[] bytes = password.getBytes(UTF_8);
        try {
            if (bytes.length == 0 || bytes.length > MOST_BYTES) {
                throw new IllegalArgumentException("a password has 1 to " + MOST_BYTES + " bytes (in UTF-8), not "
                        + bytes.length + ": bcrypt reads no more");
            }
            byte[] hash =
                    BCrypt.with(VERSION, new SecureRandom(), LONG_PASSWORDS).hash(COST, bytes);
            return new PasswordHash(new String(hash, UTF_8), COST);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /**
     * Reads a hash that was written down: bcrypt's {@code $2a$}, {@code $2b$} or {@code $2y$} with a cost of 4 to 14.
     *
     * @throws IllegalArgumentException if it is none of these; it is not repeated in the message
     */
    public static PasswordHash parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("the hash is not one of bcrypt ($2a$, $2b$ or $2y$) with a cost of 4 to "
                    + HIGHEST_COST + ", such as 'user passwd' and 'htpasswd -nB' make");
        }
        return new PasswordHash(text, Integer.parseInt(form.group(1)));
    }

    /** A hash no password is known to match, and which takes as long to try as any other of its cost. */
    static PasswordHash decoy(int cost) {
        String zeroSaltAndHash = ".".repeat(53);
        return new PasswordHash(String.format("$2b$%02d$%s", cost, zeroSaltAndHash), cost);
    }

    /** The work of trying a password is 2 to the power of this. */
    int cost() {
        return cost;
    }

    /** Whether this is the hash of a password; the answer takes equally long either way. */
    boolean matches(String password) {
        byte[] bytes = password.getBytes(UTF_8);
        try {
            return BCrypt.verifyer(VERSION, LONG_PASSWORDS).verify(bytes, text.getBytes(UTF_8)).verified;
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** The hash as it is written down. Unlike {@link #toString} this is nothing to be shown. */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PasswordHash hash && text.equals(hash.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "PasswordHash[bcrypt, cost " + cost + "]";
    }
}
