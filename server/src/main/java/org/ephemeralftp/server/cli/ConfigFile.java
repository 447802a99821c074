package org.ephemeralftp.server.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A file of options: {@code key = value} lines with the names of the options, empty lines, and lines that begin with
 * {@code #}. A value goes to the end of its line, so that it can hold anything but a line end.
 */
final class ConfigFile {
    static final String OPTION = "--config";
    private static final Logger log = LoggerFactory.getLogger(ConfigFile.class);

    private final Path file;
    private final Keys keys;
    private final List<Setting> settings = new ArrayList<>();
    private final Set<OptionSpec> seen = new HashSet<>();

    private ConfigFile(Path file, Keys keys) {
        this.file = file;
        this.keys = keys;
    }

    /**
     * What a file says.
     *
     * @param named who named the file
     * @throws InvalidSetting if it cannot be read, or a line is not right
     */
    static List<Setting> read(Path file, Origin named, Keys keys) {
        List<String> lines = lines(file, named);
        ConfigFile config = new ConfigFile(file, keys);
        for (int i = 0; i < lines.size(); i++) {
            // Some editors begin a file with a mark that it is UTF-8.
            String text =
                    i == 0 && lines.get(i).startsWith("\uFEFF") ? lines.get(i).substring(1) : lines.get(i);
            String line = text.strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                config.add(line, i + 1);
            }
        }
        config.warnOfReaders();
        return config.settings;
    }

    private static List<String> lines(Path file, Origin named) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new InvalidSetting(named.of() + ": " + file + ": there is no such file");
        } catch (CharacterCodingException e) {
            throw new InvalidSetting(named.of() + ": " + file + " is not a text in UTF-8");
        } catch (IOException e) {
            throw new InvalidSetting(named.of() + ": " + file + " cannot be read ("
                    + e.getClass().getSimpleName() + "): name a file that this user may read");
        }
    }

    private void add(String line, int number) {
        int equals = line.indexOf('=');
        String key = line.substring(0, Math.max(equals, 0)).strip();
        Origin place = Origin.line(file.toString(), number, key);
        // What is no key may be a piece of a password: it is not repeated.
        if (!key.matches("[A-Za-z][A-Za-z_-]*")) {
            throw new InvalidSetting(place.name() + " is not of the form key = value, such as passive-ports = iana");
        }
        OptionSpec option = keys.inFile(key, place);
        if (option.longestName().equals(OPTION)) {
            throw new InvalidSetting(place.of() + ": a file cannot name another one; put the options in this one");
        }
        if (!seen.add(option) && !option.isMultiValue()) {
            throw new InvalidSetting(place.of() + " is given twice; remove one of the two lines");
        }
        settings.add(Setting.checked(option, line.substring(equals + 1).strip(), place));
    }

    private void warnOfReaders() {
        try {
            if (seen.stream().anyMatch(Keys::isSecret)
                    && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                log.warn("Everybody on this machine can read {} and the passwords in it: chmod o-r {}", file, file);
            }
        } catch (IOException | UnsupportedOperationException e) {
            // Where files have no such permissions there is nothing to warn of.
        }
    }
}
