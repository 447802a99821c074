package org.ephemeralftp.client.settings;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The options of all commands by the names they have in a file and in the environment. */
final class OptionNames {
    private final String program;
    private final String prefix;
    private final Map<String, OptionSpec> options = new TreeMap<>();

    OptionNames(String program, String prefix, CommandLine root, OptionSpec... more) {
        this.program = program;
        this.prefix = prefix;
        for (CommandLine command : root.getSubcommands().values()) {
            command.getCommandSpec().options().forEach(this::add);
        }
        // Where two commands have one name, it is the one that is run whose form of values counts.
        for (OptionSpec option : more) {
            add(option);
        }
    }

    private void add(OptionSpec option) {
        if (!option.usageHelp() && !option.versionHelp()) {
            options.put(option.longestName().substring("--".length()), option);
        }
    }

    /** The option of this name in a file, {@code read-only}. */
    OptionSpec inFile(String name, String origin) {
        OptionSpec option = options.get(name);
        if (option == null) {
            throw new Setting.InvalidSetting(
                    origin + " is not an option; the names are those of the command line without '--'");
        }
        return option;
    }

    boolean isVariable(String name) {
        return name.startsWith(prefix);
    }

    /** The option of this variable, {@code EPHEMERAL_FTP_CLIENT_READ_ONLY}. */
    OptionSpec ofVariable(String variable) {
        String name =
                variable.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', '-');
        OptionSpec option = options.get(name);
        if (option == null || !variable(name).equals(variable)) {
            throw new Setting.InvalidSetting(variable + " is not a variable of this " + program
                    + "; they are named as the options are, such as " + variable("no-color"));
        }
        return option;
    }

    private String variable(String name) {
        return prefix + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
