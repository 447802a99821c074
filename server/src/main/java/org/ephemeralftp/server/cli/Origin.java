package org.ephemeralftp.server.cli;

/**
 * Where the value of an option comes from.
 *
 * @param name the place, such as {@code --port}, {@code EPHEMERAL_FTP_PORT} or {@code ftp.conf line 3}
 * @param of what begins a sentence about the value: the place, and the key if it does not tell it
 */
record Origin(String name, String of) {
    static final Origin DEFAULT = new Origin("default", "default");

    /** The command line, or a variable of the environment. */
    static Origin named(String name) {
        return new Origin(name, name);
    }

    static Origin line(String file, int number, String key) {
        String name = file + " line " + number;
        return new Origin(name, name + ": " + key);
    }
}
