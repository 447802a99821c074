package org.ephemeralftp.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.OptionSpec;

/** The options that variables {@code EPHEMERAL_FTP_*} give. */
final class Environment {
    /** How the variables of our other programs begin, which may be there as well. */
    private static final List<String> OF_OTHERS = List.of(Keys.VARIABLES + "CLIENT_", Keys.VARIABLES + "LAB_");

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
            if (name.startsWith(Keys.VARIABLES)
                    && OF_OTHERS.stream().noneMatch(name::startsWith)
                    && !isServiceLink(name, text)) {
                OptionSpec option = keys.inEnvironment(name);
                for (String value : values(option, text)) {
                    settings.add(Setting.checked(option, value, Origin.named(name)));
                }
            }
        });
        return settings;
    }

    /** Kubernetes gives every container variables of each service: of one named ephemeral-ftp they begin like ours. */
    private static boolean isServiceLink(String name, String text) {
        String rest = name.substring(Keys.VARIABLES.length());
        return rest.startsWith("SERVICE_")
                || rest.matches("PORT_\\d+_.*")
                || (rest.equals("PORT") && text.matches("(tcp|udp|sctp)://.*"));
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
