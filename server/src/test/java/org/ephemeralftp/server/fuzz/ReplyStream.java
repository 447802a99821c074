package org.ephemeralftp.server.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server says on a control connection, octet by octet: whole lines in UTF-8 that end with CRLF, and replies of
 * one line or of several (RFC 959, section 4.2). Anything else fails at once.
 */
final class ReplyStream {
    private static final Pattern LINE = Pattern.compile("([1-6]\\d\\d)([ -]).*", Pattern.DOTALL);
    private static final Pattern PASV = Pattern.compile("227 .*\\(\\d+,\\d+,\\d+,\\d+,(\\d+),(\\d+)\\).*");
    private static final Pattern EPSV = Pattern.compile("229 .*\\(\\|\\|\\|(\\d+)\\|\\).*");

    /** After this reply to AUTH, TLS follows (RFC 4217, section 4), which is none of this. */
    private static final int TLS_FOLLOWS = 234;

    private final Consumer<String> seen;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final List<Integer> codes = new ArrayList<>();
    private Optional<Integer> dataPort = Optional.empty();
    private String open = "";
    private int finals;
    private boolean encrypted;

    /** @param seen is told every line */
    ReplyStream(Consumer<String> seen) {
        this.seen = seen;
    }

    void accept(int octet) {
        if (encrypted) {
            return;
        }
        line.write(octet);
        if (octet == '\n') {
            String text = text();
            line.reset();
            if (!text.endsWith("\r\n") || text.chars().limit(text.length() - 2).anyMatch(ReplyStream::breaksLines)) {
                throw new AssertionError("Not a line: " + shown(text));
            }
            line(text.substring(0, text.length() - 2));
        }
    }

    private static boolean breaksLines(int c) {
        return c == '\r' || c == 0;
    }

    private String text() {
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(line.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("Not UTF-8: " + Octets.escaped(line.toString(ISO_8859_1)), e);
        }
    }

    private static String shown(String text) {
        return Octets.escaped(Octets.of(text));
    }

    private void line(String text) {
        seen.accept(text);
        Matcher first = LINE.matcher(text);
        if (!open.isEmpty()) {
            if (text.startsWith(open + " ")) {
                open = "";
                ended(text);
            }
        } else if (!first.matches()) {
            throw new AssertionError("Not a reply: " + shown(text) + " after " + codes);
        } else if (first.group(2).equals("-")) {
            open = first.group(1);
        } else {
            ended(text);
        }
    }

    private void ended(String last) {
        int code = Integer.parseInt(last.substring(0, 3));
        codes.add(code);
        finals += code >= 200 ? 1 : 0;
        encrypted = code == TLS_FOLLOWS;
        Matcher pasv = PASV.matcher(last);
        Matcher epsv = EPSV.matcher(last);
        if (pasv.matches()) {
            dataPort = Optional.of(Integer.parseInt(pasv.group(1)) * 256 + Integer.parseInt(pasv.group(2)));
        } else if (epsv.matches()) {
            dataPort = Optional.of(Integer.valueOf(epsv.group(1)));
        }
    }

    /** How many final replies there were. */
    int finals() {
        return finals;
    }

    /** All replies up to now. */
    List<Integer> codes() {
        return codes;
    }

    /** The port that the last 227 or 229 named. */
    Optional<Integer> dataPort() {
        return dataPort;
    }

    /** The server has ended the connection: not amid a reply. */
    void end() {
        if (line.size() > 0 || !open.isEmpty()) {
            throw new AssertionError("The connection ended amid a reply: " + open + " " + text());
        }
    }
}
