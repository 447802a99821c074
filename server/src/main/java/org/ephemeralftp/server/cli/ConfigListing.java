package org.ephemeralftp.server.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The lines of a file that says all that is in force, with the origin of each value as a comment above it: a value goes
 * to the end of its line. What a file cannot or should not say is a comment.
 */
final class ConfigListing {
    private static final String NOTHING = "# default: none";

    private ConfigListing() {}

    static List<String> lines(CommandSpec command, Settings settings) {
        List<String> lines = new ArrayList<>();
        for (ArgGroupSpec group : command.argGroups()) {
            String heading = String.format(group.heading()).strip();
            lines.add((lines.isEmpty() ? "" : System.lineSeparator()) + "### " + heading);
            for (OptionSpec option : group.options()) {
                lines.addAll(lines(option, settings.of(option.longestName())));
            }
        }
        return lines;
    }

    private static List<String> lines(OptionSpec option, List<Setting> settings) {
        List<String> lines = new ArrayList<>();
        if (settings.isEmpty()) {
            String value = defaultOf(option);
            lines.add(value.isEmpty() ? NOTHING : "# " + Origin.DEFAULT.name());
            lines.add(value.isEmpty() ? "#" + Keys.key(option) + " =" : line(option, value));
        }
        for (Setting setting : settings) {
            lines.add("# from " + setting.origin().name());
            lines.add(line(option, setting.value()));
        }
        return lines;
    }

    /** The default as text, empty if an option has none. */
    static String defaultOf(OptionSpec option) {
        if (Keys.isBoolean(option)) {
            return "false";
        }
        return option.defaultValue() == null ? "" : option.defaultValue();
    }

    private static String line(OptionSpec option, String value) {
        String key = Keys.key(option) + " = ";
        if (Keys.isSecret(option)) {
            return "#" + key + value.substring(0, value.indexOf('=')).replaceAll("\\p{Cntrl}", "?") + "=***";
        }
        boolean comment = option.longestName().equals(ConfigFile.OPTION)
                || value.lines().count() > 1
                || !value.equals(value.strip());
        return (comment ? "#" : "") + key + value.replaceAll("\\p{Cntrl}", "?");
    }
}
