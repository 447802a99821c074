package org.ephemeralftp.server.cli;

import picocli.CommandLine.Model.OptionSpec;

/** A value of an option, as it was written, and where. */
record Setting(OptionSpec option, String value, Origin origin) {
    /**
     * A value that says something.
     *
     * @throws InvalidSetting if the value is empty, or that of a boolean option is not one
     */
    static Setting checked(OptionSpec option, String value, Origin origin) {
        if (value.isEmpty()) {
            throw new InvalidSetting(origin.of() + ": the value is empty; leave it out to have the default");
        }
        if (Keys.isBoolean(option) && !value.equals("true") && !value.equals("false")) {
            throw new InvalidSetting(origin.of() + ": '" + value + "' is neither true nor false");
        }
        return new Setting(option, value, origin);
    }

    /** The value as the command line would have it. */
    String argument() {
        return option.longestName() + "=" + value;
    }

    @Override
    public String toString() {
        return option.longestName() + " " + origin.name();
    }
}
