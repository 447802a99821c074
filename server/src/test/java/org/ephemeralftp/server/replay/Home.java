package org.ephemeralftp.server.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ephemeralftp.server.testing.SparseFile;

/**
 * The home that a row finds: {@code file} with ten digits, last modified on 2026-01-02 at 03:04:05; {@code text} with two
 * lines; {@code dir} with {@code inner} in it; and the directory {@code empty}.
 */
record Home(Path root) {
    private static final Pattern NAME_AND_CONTENT = Pattern.compile("(\"[^\"]*\"|\\S+) (\".*\")");

    /** Makes one. */
    static Home in(Path root) throws IOException {
        Files.createDirectories(root.resolve("dir"));
        Files.createDirectory(root.resolve("empty"));
        Files.writeString(root.resolve("file"), "0123456789");
        Files.setLastModifiedTime(root.resolve("file"), FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
        Files.writeString(root.resolve("text"), "one\ntwo\n");
        Files.writeString(root.resolve("dir/inner"), "inner");
        return new Home(root);
    }

    void file(String nameAndContent) throws IOException {
        Matcher parts = parts(nameAndContent);
        Script script = new Script();
        Files.write(root.resolve(name(parts.group(1), script)), script.quotedBytes(parts.group(2)));
    }

    void large(String nameAndMebibytes) throws IOException {
        String[] parts = nameAndMebibytes.split(" ", -1);
        SparseFile.create(root.resolve(parts[0]), Long.parseLong(parts[1]) << 20);
    }

    void directory(String name) throws IOException {
        Files.createDirectory(root.resolve(name(name, new Script())));
    }

    void expectFile(Script script, String nameAndContent) throws IOException {
        Matcher parts = parts(nameAndContent);
        String name = name(parts.group(1), script);
        if (!Files.isRegularFile(root.resolve(name))) {
            throw new AssertionError("There is no file '" + name + "'");
        }
        byte[] is = Files.readAllBytes(root.resolve(name));
        byte[] expected = script.quotedBytes(parts.group(2));
        if (!Arrays.equals(is, expected)) {
            throw new AssertionError("The file " + name + " is " + shown(is));
        }
    }

    void expectPresent(String name, boolean present) {
        if (Files.exists(root.resolve(relative(name))) != present) {
            throw new AssertionError("'" + name + (present ? "' is not there" : "' is there"));
        }
    }

    /** What a client calls absolute is below the home. */
    private static String relative(String name) {
        return name.startsWith("/") ? name.substring(1) : name;
    }

    private static Matcher parts(String nameAndContent) {
        Matcher parts = NAME_AND_CONTENT.matcher(nameAndContent);
        if (!parts.matches()) {
            throw new IllegalArgumentException("This must be a name and a text in quotation marks: " + nameAndContent);
        }
        return parts;
    }

    private static String name(String text, Script script) {
        return relative(text.startsWith("\"") ? script.quoted(text) : script.fill(text));
    }

    /** Bytes as a script has them. */
    static String shown(byte[] bytes) {
        StringBuilder text = new StringBuilder("\"");
        new String(bytes, 0, Math.min(bytes.length, 300), UTF_8).codePoints().forEach(point -> {
            switch (point) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                default -> text.appendCodePoint(point);
            }
        });
        return text.append('"').append(bytes.length > 300 ? "..." : "").toString();
    }
}
