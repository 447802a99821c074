package org.ephemeralftp.client.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.TypeConversionException;

/**
 * Where the options of every command come from: the command line beats the environment, which beats the file that either
 * of them names. What the two weaker ones say is put on the command line, and picocli reads that once more; so there is
 * one parser, and one form of each value. Options of other commands than the one that is run are left alone.
 */
public final class Sources implements IExecutionStrategy {
    /** The option that names a file of options. */
    public static final String FILE = "--config";

    private final Map<String, String> environment;
    private final String program;
    private final String prefix;
    private final FileValue fileValue;

    /** Of a program that takes each value of a file as it is. */
    public Sources(Map<String, String> environment, String program, String prefix) {
        this(environment, program, prefix, (option, value, directory) -> value);
    }

    /**
     * Of a program.
     *
     * @param program what messages call it: {@code client}
     * @param prefix how its variables begin: {@code EPHEMERAL_FTP_CLIENT_}
     */
    public Sources(Map<String, String> environment, String program, String prefix, FileValue fileValue) {
        this.environment = environment;
        this.program = program;
        this.prefix = prefix;
        this.fileValue = fileValue;
    }

    /** What a program makes of a value that stands in a file. */
    @FunctionalInterface
    public interface FileValue {
        /**
         * The value as it would be on the command line.
         *
         * @param directory where the file is
         */
        String of(OptionSpec option, String value, Path directory);
    }

    @Override
    public int execute(ParseResult parsed) {
        if (!parsed.hasSubcommand()) {
            return new RunLast().execute(parsed);
        }
        ParseResult command = parsed.subcommand();
        if (command.isUsageHelpRequested() || command.isVersionHelpRequested()) {
            return new RunLast().execute(parsed);
        }
        CommandLine root = parsed.commandSpec().commandLine();
        Map<String, List<Setting>> settings = settings(root, command);
        List<String> arguments = new ArrayList<>(parsed.originalArgs());
        arguments.addAll(
                arguments.indexOf(command.commandSpec().name()) + 1,
                settings.values().stream()
                        .flatMap(List::stream)
                        .map(Setting::argument)
                        .toList());
        try {
            return new RunLast().execute(root.parseArgs(arguments.toArray(String[]::new)));
        } catch (ParameterException e) {
            throw told(e, settings);
        }
    }

    /** What the command line does not say itself, by option. */
    private Map<String, List<Setting>> settings(CommandLine root, ParseResult command) {
        OptionNames names = new OptionNames(
                program, prefix, root, command.commandSpec().options().toArray(OptionSpec[]::new));
        Map<String, List<Setting>> settings = new LinkedHashMap<>();
        try {
            List<Setting> variables = variables(names);
            add(variables, command, settings);
            Setting file = file(variables, command);
            if (file != null) {
                add(SettingsFile.read(Path.of(file.value()), file.origin(), names, fileValue), command, settings);
            }
            return settings;
        } catch (Setting.InvalidSetting e) {
            throw new ParameterException(
                    command.commandSpec().commandLine(), Objects.requireNonNull(e.getMessage()), e);
        }
    }

    /** The file that is named, and by what; null if none is. */
    private static @Nullable Setting file(List<Setting> variables, ParseResult command) {
        OptionSpec option = command.commandSpec().findOption(FILE);
        if (option != null && command.hasMatchedOption(FILE)) {
            return new Setting(option, option.originalStringValues().get(0), FILE);
        }
        return variables.stream()
                .filter(setting -> setting.option().longestName().equals(FILE))
                .findFirst()
                .orElse(null);
    }

    /** Adds what one source says to what stronger ones have said: an option that they gave keeps just that. */
    private static void add(List<Setting> source, ParseResult command, Map<String, List<Setting>> settings) {
        Map<String, List<Setting>> added = new LinkedHashMap<>();
        for (Setting setting : source) {
            String name = setting.option().longestName();
            if (command.commandSpec().findOption(name) != null && !command.hasMatchedOption(name)) {
                added.computeIfAbsent(name, n -> new ArrayList<>()).add(setting);
            }
        }
        added.forEach(settings::putIfAbsent);
    }

    /** What the environment says; an option that can be repeated has a value on each line of its variable. */
    private List<Setting> variables(OptionNames names) {
        List<Setting> settings = new ArrayList<>();
        // Sorted, so that of several errors it is always the same that is told.
        new TreeMap<>(environment).forEach((variable, text) -> {
            if (names.isVariable(variable)) {
                OptionSpec option = names.ofVariable(variable);
                List<String> values = option.isMultiValue() && !text.isBlank()
                        ? text.lines()
                                .map(String::strip)
                                .filter(value -> !value.isEmpty())
                                .toList()
                        : List.of(text.strip());
                values.forEach(value -> settings.add(new Setting(option, value, variable)));
            }
        });
        return settings;
    }

    /** The same refusal, telling where the value came from. */
    private static ParameterException told(ParameterException e, Map<String, List<Setting>> settings) {
        if (!(e.getArgSpec() instanceof OptionSpec option) || !settings.containsKey(option.longestName())) {
            return e;
        }
        List<Setting> candidates = settings.get(option.longestName());
        Setting wrong = candidates.stream()
                .filter(setting -> setting.value().equals(e.getValue()))
                .findFirst()
                .orElse(candidates.get(0));
        Throwable reason = e.getCause() instanceof TypeConversionException ? e.getCause() : e;
        return new ParameterException(e.getCommandLine(), wrong.origin() + ": " + reason.getMessage(), e);
    }
}
