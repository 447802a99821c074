package org.ephemeralftp.server.cli;

/** What is wrong with a configuration file or the environment, as a sentence that names the place. */
final class InvalidSetting extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidSetting(String message) {
        super(message);
    }
}
