package org.ephemeralftp.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Where options come from: the command line beats the environment, which beats the file. What the two weaker ones say is
 * put on the command line, and picocli reads that once more; so there is one parser, and one form of each value.
 */
final class Sources implements IExecutionStrategy {
    private final Map<String, String> environment;

    Sources(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public int execute(ParseResult parsed) {
        ParseResult last = parsed;
        List<String> arguments = new ArrayList<>(parsed.originalArgs());
        int position = 0;
        while (last.hasSubcommand()) {
            last = last.subcommand();
            position += arguments
                            .subList(position, arguments.size())
                            .indexOf(last.commandSpec().name())
                    + 1;
        }
        if (last.isUsageHelpRequested()
                || last.isVersionHelpRequested()
                || !(last.commandSpec().userObject() instanceof Configurable command)) {
            return new RunLast().execute(parsed);
        }
        CommandLine root = parsed.commandSpec().commandLine();
        Settings settings = read(root, last, command);
        command.inForce(settings);
        List<String> more = settings.arguments(last);
        arguments.addAll(position, more);
        try {
            return new RunLast().execute(more.isEmpty() ? parsed : root.parseArgs(arguments.toArray(String[]::new)));
        } catch (ParameterException e) {
            throw settings.named(e);
        }
    }

    private Settings read(CommandLine root, ParseResult parsed, Configurable command) {
        CommandLine serve = Objects.requireNonNull(root.getSubcommands().get(ServeCommand.NAME));
        Keys keys = new Keys(serve.getCommandSpec());
        try {
            Settings settings = new Settings();
            settings.add(Settings.given(parsed));
            List<Setting> variables = Environment.read(environment, keys);
            settings.add(variables.stream()
                    .filter(variable -> command.takes(variable.option().longestName()))
                    .toList());
            Optional<Setting> file = Stream.concat(settings.of(ConfigFile.OPTION).stream(), variables.stream())
                    .filter(setting -> setting.option().longestName().equals(ConfigFile.OPTION))
                    .findFirst();
            if (file.isPresent()) {
                Setting named = file.get();
                settings.add(ConfigFile.read(Path.of(named.value()), named.origin(), keys).stream()
                        .filter(line -> command.takes(line.option().longestName()))
                        .toList());
            }
            return settings;
        } catch (InvalidSetting e) {
            throw new ParameterException(parsed.commandSpec().commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
