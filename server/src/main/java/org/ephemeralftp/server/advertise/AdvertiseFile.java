package org.ephemeralftp.server.advertise;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

import org.ephemeralftp.server.ports.PortSet;
import org.ephemeralftp.server.watched.FileContent;

/**
 * A file of rules, one a line, with blank lines and comments that start with {@code #}.
 *
 * <p>It is small, so it is read to see whether it changed. Nothing is taken before it was seen twice in a row, because the
 * first time it may be half written.
 */
final class AdvertiseFile {
    private final Path path;
    private final PortSet ports;
    private FileContent seen;
    private FileContent taken;

    /** Reads nothing yet. */
    AdvertiseFile(Path path, PortSet ports) {
        this.path = path;
        this.ports = ports;
        seen = FileContent.UNSEEN;
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
        FileContent now = look();
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(taken)) {
            return Optional.empty();
        }
        taken = now;
        return Optional.of(rules(before));
    }

    private FileContent look() {
        return FileContent.of(path, StandardCharsets.UTF_8);
    }

    private AdvertiseRules rules(AdvertiseRules before) {
        if (taken.text() == null) {
            throw new IllegalArgumentException(this + ": " + taken.failure());
        }
        AdvertiseRules rules = before;
        int number = 0;
        for (String line : withoutMark(taken.text()).lines().toList()) {
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
