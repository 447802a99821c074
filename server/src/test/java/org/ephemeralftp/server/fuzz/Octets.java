package org.ephemeralftp.server.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.stream.Collectors;

/** Octets as text: each is one character, up to 255, so that scripts can be compared and read. */
final class Octets {
    private static final int SHOWN = 200;

    private Octets() {}

    /** The octets of a text in UTF-8. */
    static String of(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    static byte[] bytes(String octets) {
        return octets.getBytes(ISO_8859_1);
    }

    static String escaped(String octets) {
        String shown = octets.length() <= SHOWN ? octets : octets.substring(0, SHOWN);
        String text = shown.chars()
                .mapToObj(c -> c >= ' ' && c < 127 && c != '\\' ? Character.toString(c) : "\\x%02x".formatted(c))
                .collect(Collectors.joining("", "\"", "\""));
        return shown.length() == octets.length() ? text : text + "... (" + octets.length() + " octets)";
    }
}
