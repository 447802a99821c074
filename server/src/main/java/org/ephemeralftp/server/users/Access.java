package org.ephemeralftp.server.users;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an account may change of its home: nothing, everything, or what is at and below some directories. It may read
 * everything.
 *
 * @param writable the client's paths that it may write at and below, such as {@code /incoming}; absolute, without
 *     {@code .}, {@code ..}, empty names, and the characters that separate them in a users file: {@code ,} and {@code :}
 */
public record Access(List<String> writable) {
    /** May change nothing. */
    public static final Access READ_ONLY = new Access(List.of());

    /** May change everything. */
    public static final Access READ_WRITE = new Access(List.of("/"));

    private static final Pattern NAME = Pattern.compile("[^/,:\\p{Cntrl}]+");
    private static final String ONLY_BELOW = "rw=";

    /** @throws IllegalArgumentException if a path is not of the form above; it is not repeated in the message */
    public Access {
        writable = writable.stream().map(Access::checked).toList();
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException if it is something else, which is not repeated in the message
     */
    public static Access parse(String text) {
        if (text.startsWith(ONLY_BELOW)) {
            return new Access(List.of(text.substring(ONLY_BELOW.length()).split(",", -1)));
        }
        return switch (text) {
            case "ro" -> READ_ONLY;
            case "rw" -> READ_WRITE;
            default ->
                throw new IllegalArgumentException(
                        "the access is none of rw, ro and rw=/incoming,/pub/in (write only at and below these paths)");
        };
    }

    /** Whether a client's path, absolute and normalised, may be written to. Names are compared whole. */
    public boolean mayWrite(String path) {
        for (String top : writable) {
            if (top.equals("/") || isAtOrBelow(top, path)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAtOrBelow(String top, String path) {
        return path.startsWith(top) && (path.length() == top.length() || path.charAt(top.length()) == '/');
    }

    /** {@code ro}, {@code rw}, or {@code rw=} and the paths with commas between them. */
    @Override
    public String toString() {
        if (writable.isEmpty()) {
            return "ro";
        }
        return equals(READ_WRITE) ? "rw" : ONLY_BELOW + String.join(",", writable);
    }

    private static String checked(String path) {
        if (path.equals("/")) {
            return path;
        }
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        boolean right = trimmed.startsWith("/")
                && Stream.of(trimmed.substring(1).split("/", -1))
                        .allMatch(name -> NAME.matcher(name).matches() && !name.equals(".") && !name.equals(".."));
        if (!right) {
            throw new IllegalArgumentException("a path to write below is as the client sees it, such as /incoming or "
                    + "/pub/in: it begins with '/' and has no '.', '..', ',', ':' or control character");
        }
        return trimmed;
    }
}
