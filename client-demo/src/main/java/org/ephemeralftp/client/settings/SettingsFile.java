package org.ephemeralftp.client.settings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A file of options: {@code name = value} lines with the names of the options, empty lines, and lines that begin with
 * {@code #}. A value goes to the end of its line.
 */
final class SettingsFile {
    private final Path file;
    private final OptionNames names;
    private final Sources.FileValue fileValue;
    private final List<Setting> settings = new ArrayList<>();
    private final Set<OptionSpec> seen = new HashSet<>();

    private SettingsFile(Path file, OptionNames names, Sources.FileValue fileValue) {
        this.file = file;
        this.names = names;
        this.fileValue = fileValue;
    }

    /**
     * What a file says.
     *
     * @param namedBy what named the file
     * @throws Setting.InvalidSetting if it cannot be read, or a line is not right
     */
    static List<Setting> read(Path file, String namedBy, OptionNames names, Sources.FileValue fileValue) {
        SettingsFile read = new SettingsFile(file, names, fileValue);
        int number = 0;
        for (String line : lines(file, namedBy)) {
            number++;
            // Some editors begin a file with a mark that it is UTF-8.
            String text = (number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line).strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                read.add(text, number);
            }
        }
        return read.settings;
    }

    private static List<String> lines(Path file, String namedBy) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new Setting.InvalidSetting(namedBy + ": " + file + ": there is no such file");
        } catch (CharacterCodingException e) {
            throw new Setting.InvalidSetting(namedBy + ": " + file + " is not a text in UTF-8");
        } catch (IOException e) {
            throw new Setting.InvalidSetting(namedBy + ": " + file + " cannot be read ("
                    + e.getClass().getSimpleName() + "): name a file that this user may read");
        }
    }

    private void add(String line, int number) {
        int equals = line.indexOf('=');
        String name = line.substring(0, Math.max(equals, 0)).strip();
        String place = file + " line " + number;
        // What is no name may be a piece of a password: it is not repeated.
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new Setting.InvalidSetting(place + " is not of the form name = value, such as timeout = 5");
        }
        OptionSpec option = names.inFile(name, place + ": " + name);
        if (option.longestName().equals(Sources.FILE)) {
            throw new Setting.InvalidSetting(place + ": a file cannot name another one; put the options in this one");
        }
        if (!seen.add(option) && !option.isMultiValue()) {
            throw new Setting.InvalidSetting(place + ": " + name + " is given twice; remove one of the two lines");
        }
        String value = line.substring(equals + 1).strip();
        Path directory = file.toAbsolutePath().getParent();
        String meant = value.isEmpty() || directory == null ? value : fileValue.of(option, value, directory);
        settings.add(new Setting(option, meant, place + ": " + name));
    }
}
