package org.ephemeralftp.client.settings;

import picocli.CommandLine.Model.OptionSpec;

/**
 * A value of an option that does not come from the command line.
 *
 * @param origin where it was written, such as {@code EPHEMERAL_FTP_CLIENT_TIMEOUT} or {@code ftp.conf line 3: timeout}
 */
record Setting(OptionSpec option, String value, String origin) {
    /**
     * @throws InvalidSetting if a value is empty, or that of a flag is neither true nor false
     */
    Setting {
        boolean mayBeEmpty = option.arity().min() == 0 && !isFlag(option);
        if (value.isEmpty() && !mayBeEmpty) {
            throw new InvalidSetting(origin + ": the value is empty; leave it out to have the default");
        }
        if (isFlag(option) && !value.equals("true") && !value.equals("false")) {
            throw new InvalidSetting(origin + ": '" + value + "' is neither true nor false");
        }
    }

    private static boolean isFlag(OptionSpec option) {
        return option.arity().max() == 0;
    }

    /** The value as the command line would have it. */
    String argument() {
        return option.longestName() + "=" + value;
    }

    /** One that is not right; the message says where it stands. */
    static final class InvalidSetting extends RuntimeException {
        private static final long serialVersionUID = 1;

        InvalidSetting(String message) {
            super(message);
        }
    }
}
