package org.ephemeralftp.server.users;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * An account as a line of a users file, {@code NAME:HASH:HOME:ACCESS}.
 *
 * @param name the user's name; neither blanks at its ends nor {@code #} at its beginning, beside the rules of
 *     {@link Account}
 * @param hash the password's
 * @param home a directory; a relative one starts at the file's directory, and an empty one means the server's home
 * @param access what may be written
 */
public record UserLine(String name, PasswordHash hash, String home, Access access) {

    /** @throws IllegalArgumentException if it could not be read again; neither name nor hash is in the message */
    public UserLine {
        if (home.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the home is not the name of a directory");
        }
        try {
            entry(name, hash, Path.of(home), access);
        } catch (InvalidPathException e) {
            String reason = home.chars().allMatch(c -> c < 128)
                    ? ""
                    : "; if it is beyond ASCII, the locale is the reason: start with LC_ALL=C.UTF-8";
            throw new IllegalArgumentException("the home is not the name of a directory" + reason, e);
        }
        if (!name.equals(name.strip()) || name.startsWith("#")) {
            throw new IllegalArgumentException(
                    "a user name in a users file must not begin with '#' and not begin or end with a blank");
        }
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is wrong; nothing of it is in the message
     */
    static UserLine parse(String line) {
        int hash = line.indexOf(':') + 1;
        int home = line.indexOf(':', hash) + 1;
        int access = line.lastIndexOf(':') + 1;
        if (hash == 0 || home == 0 || access <= home) {
            throw new IllegalArgumentException(
                    "write an account as NAME:HASH:HOME:ACCESS, where ACCESS is rw, ro or rw=/incoming,/pub/in");
        }
        return new UserLine(
                line.substring(0, hash - 1),
                PasswordHash.parse(line.substring(hash, home - 1)),
                line.substring(home, access - 1),
                Access.parse(line.substring(access).stripTrailing()));
    }

    /** The line as it stands in the file. */
    String text() {
        return String.join(":", name, hash.text(), home, access.toString());
    }

    /**
     * Where the home is.
     *
     * @param file the users file
     * @param serverHome what an empty one means
     */
    Path home(Path file, Path serverHome) {
        return home.isEmpty() ? serverHome : file.toAbsolutePath().resolveSibling(home);
    }

    AccountStore.Entry entry(Path file, Path serverHome) {
        return entry(name, hash, home(file, serverHome), access);
    }

    private static AccountStore.Entry entry(String name, PasswordHash hash, Path home, Access access) {
        return new AccountStore.Entry(new Account(name, home, access, true), hash);
    }
}
