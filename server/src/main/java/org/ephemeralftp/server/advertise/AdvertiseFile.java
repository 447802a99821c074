package org.ephemeralftp.server.advertise;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.ports.PortSet;

/**
 * A file of rules, one a line, with blank lines and comments that start with {@code #}.
 *
 * <p>It is small, so it is read to see whether it changed: that works for every way to replace a file (a rename, a
 * symbolic link, in place within one tick of the file system's clock) and on file systems that tell of no changes.
 * Nothing is taken before it was seen twice in a row, because the first time it may be half written.
 */
final class AdvertiseFile {
    private static final int MOST_BYTES = 256 * 1024;

    /** What was seen: the content, or why there is none. */
    private record Sight(@Nullable String content, @Nullable String failure) {}

    private final Path path;
    private final PortSet ports;
    private Sight seen;
    private Sight taken;

    /** Reads nothing yet. */
    AdvertiseFile(Path path, PortSet ports) {
        this.path = path;
        this.ports = ports;
        seen = new Sight(null, null);
        taken = seen;
    }

    /**
     * What the file says now.
     *
     * @param before the rules that come before those of the file
     * @throws IllegalArgumentException if it cannot be read or a line is wrong; the message names the file and the line
     */
    AdvertiseRules read(AdvertiseRules before) {
        seen = look();
        taken = seen;
        return rules(before);
    }

    /**
     * What the file says, if that has changed and was seen twice.
     *
     * @throws IllegalArgumentException as {@link #read}, once per change
     */
    Optional<AdvertiseRules> readIfChanged(AdvertiseRules before) {
        Sight now = look();
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(taken)) {
            return Optional.empty();
        }
        taken = now;
        return Optional.of(rules(before));
    }

    private Sight look() {
        try {
            // A pipe would be waited for without a limit, and can be read only once.
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                return new Sight(null, "it is not a regular file");
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(MOST_BYTES + 1);
                return bytes.length > MOST_BYTES
                        ? new Sight(null, "it is longer than " + MOST_BYTES / 1024 + " KiB")
                        : new Sight(new String(bytes, StandardCharsets.UTF_8), null);
            }
        } catch (NoSuchFileException e) {
            return new Sight(null, "there is no such file");
        } catch (AccessDeniedException e) {
            return new Sight(null, "it may not be read");
        } catch (IOException e) {
            return new Sight(null, "it cannot be read (" + e.getMessage() + ")");
        }
    }

    private AdvertiseRules rules(AdvertiseRules before) {
        if (taken.content() == null) {
            throw new IllegalArgumentException(this + ": " + taken.failure());
        }
        AdvertiseRules rules = before;
        int number = 0;
        for (String line : withoutMark(taken.content()).lines().toList()) {
            number++;
            String rule = line.replaceFirst("#.*", "").strip();
            if (!rule.isEmpty()) {
                rules = with(rules, rule, number);
            }
        }
        return rules;
    }

    private AdvertiseRules with(AdvertiseRules rules, String rule, int number) {
        try {
            return rules.with(AdvertiseRule.parse(rule), ports);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(this + ", line " + number + ": " + e.getMessage(), e);
        }
    }

    /** Some editors begin a file with a mark that it is UTF-8. */
    private static String withoutMark(String content) {
        return content.startsWith("\uFEFF") ? content.substring(1) : content;
    }

    @Override
    public String toString() {
        return "advertise file " + path;
    }
}
