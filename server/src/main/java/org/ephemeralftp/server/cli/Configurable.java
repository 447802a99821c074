package org.ephemeralftp.server.cli;

/** A command whose options are read from the environment and a file, too. */
interface Configurable {
    /** Whether an option of this name means what that of {@code serve} does; all do, unless a command says otherwise. */
    default boolean takes(String option) {
        return true;
    }

    /** Told before the command runs, for those who want to know where values come from. */
    default void inForce(Settings settings) {}
}
