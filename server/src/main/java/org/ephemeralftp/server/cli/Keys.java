package org.ephemeralftp.server.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of {@code serve} by the names they have in a file and in the environment. */
final class Keys {
    static final String VARIABLES = "EPHEMERAL_FTP_";

    private final Map<String, OptionSpec> options = new LinkedHashMap<>();

    Keys(CommandSpec serve) {
        for (OptionSpec option : serve.options()) {
            if (!option.usageHelp() && !option.versionHelp()) {
                options.put(key(option), option);
            }
        }
    }

    /** The name in a file: {@code passive-ports}. */
    static String key(OptionSpec option) {
        return option.longestName().substring("--".length());
    }

    /** The name in the environment: {@code EPHEMERAL_FTP_PASSIVE_PORTS}. */
    static String variable(OptionSpec option) {
        return VARIABLES + key(option).toUpperCase(Locale.ROOT).replace('-', '_');
    }

    static boolean isBoolean(OptionSpec option) {
        return option.arity().max() == 0;
    }

    /** Whether values are not to be shown: the option's label says so. */
    static boolean isSecret(OptionSpec option) {
        return option.paramLabel().contains("PASSWORD");
    }

    /** The option that has the key in a file; if there is none, the place says so and suggests the nearest. */
    OptionSpec inFile(String key, Origin place) {
        return Optional.ofNullable(options.get(key))
                .orElseThrow(
                        () -> unknown(place.name() + ": there is no '" + key + "'", Nearest.to(key, options.keySet())));
    }

    /** The option that has the variable; if there is none, the variable says so and suggests the nearest. */
    OptionSpec inEnvironment(String variable) {
        String key =
                variable.substring(VARIABLES.length()).toLowerCase(Locale.ROOT).replace('_', '-');
        OptionSpec option = options.get(key);
        if (option != null && variable(option).equals(variable)) {
            return option;
        }
        throw unknown(
                variable + " is not a variable of this server",
                Nearest.to(key, options.keySet()).map(options::get).map(Keys::variable));
    }

    private static InvalidSetting unknown(String refusal, Optional<String> nearest) {
        return new InvalidSetting(refusal + "; "
                + nearest.map(near -> "did you mean " + near + "?")
                        .orElse("'serve --help' lists the options, which have the same names"));
    }
}
