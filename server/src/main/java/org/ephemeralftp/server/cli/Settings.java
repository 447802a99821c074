package org.ephemeralftp.server.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The values that are in force, by option, each with its origin; an option that has none of them has its default. */
final class Settings {
    private final Map<String, List<Setting>> byOption = new LinkedHashMap<>();

    /** Adds what one source says, the strongest first: an option that it gave keeps just that. */
    void add(List<Setting> source) {
        Map<String, List<Setting>> added = new LinkedHashMap<>();
        source.forEach(setting -> added.computeIfAbsent(setting.option().longestName(), name -> new ArrayList<>())
                .add(setting));
        added.forEach(byOption::putIfAbsent);
    }

    /**
     * What the command line says.
     *
     * @throws InvalidSetting if it says twice what can be said once; picocli takes the last in a group
     */
    static List<Setting> given(ParseResult parsed) {
        List<Setting> settings = new ArrayList<>();
        // An option in a group that is given several times is several times in that list.
        for (ArgSpec argument : new LinkedHashSet<>(parsed.matchedArgs())) {
            if (argument instanceof OptionSpec option) {
                List<String> values = option.originalStringValues();
                if (values.size() > 1 && !option.isMultiValue()) {
                    throw new InvalidSetting(option.longestName() + " is given twice; remove one of the two");
                }
                Origin origin = Origin.named(option.longestName());
                (Keys.isBoolean(option) ? List.of(String.valueOf(option.<Object>getValue())) : values)
                        .forEach(value -> settings.add(Setting.checked(option, value, origin)));
            }
        }
        return settings;
    }

    /** The values of an option, none if it has its default. */
    List<Setting> of(String option) {
        return byOption.getOrDefault(option, List.of());
    }

    /** The values that the command line must be given still. */
    List<String> arguments(ParseResult given) {
        return byOption.entrySet().stream()
                .filter(entry -> !given.hasMatchedOption(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .map(Setting::argument)
                .toList();
    }

    /** The same refusal, telling where the value came from. */
    ParameterException named(ParameterException e) {
        if (!(e.getArgSpec() instanceof OptionSpec option)) {
            return e;
        }
        List<Setting> settings = of(option.longestName());
        return settings.stream()
                .filter(setting -> setting.value().equals(e.getValue()))
                // The later one of two that are the same is the one too many.
                .reduce((first, second) -> second)
                .or(() -> settings.stream().findFirst())
                .map(setting -> new ParameterException(
                        e.getCommandLine(), setting.origin().of() + ": " + reason(e), e))
                .orElse(e);
    }

    /** What is wrong with a value, without the name of its option. */
    static String reason(ParameterException e) {
        Throwable cause = e.getCause();
        return String.valueOf(
                cause instanceof TypeConversionException || cause instanceof RefusedOption
                        ? cause.getMessage()
                        : e.getMessage());
    }
}
