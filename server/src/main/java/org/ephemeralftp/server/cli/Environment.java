package org.ephemeralftp.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.OptionSpec;

/** The options that variables {@code EPHEMERAL_FTP_*} give. */
final class Environment {
    private Environment() {}

    /**
     * All of them; an option that can be repeated has a value on each line of its variable.
     *
     * @throws InvalidSetting if a variable is not known or its value not right
     */
    static List<Setting> read(Map<String, String> variables, Keys keys) {
        List<Setting> settings = new ArrayList<>();
        // Sorted, so that of several errors it is always the same that is told.
        new TreeMap<>(variables).forEach((name, text) -> {
            if (name.startsWith(Keys.VARIABLES)) {
                OptionSpec option = keys.inEnvironment(name);
                for (String value : values(option, text)) {
                    settings.add(Setting.checked(option, value, Origin.named(name)));
                }
            }
        });
        return settings;
    }

    private static List<String> values(OptionSpec option, String text) {
        return option.isMultiValue() && !text.isBlank()
                ? text.lines()
                        .map(String::strip)
                        .filter(value -> !value.isEmpty())
                        .toList()
                : List.of(text.strip());
    }
}
