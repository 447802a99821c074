package org.ephemeralftp.server.cli;

import org.ephemeralftp.server.ServerConfigBuilder;

/**
 * The options below one heading of {@code --help}. An option is declared here, with its name, default, form and text,
 * and set on the builder here; everything else follows from that: its environment variable, its key in a file, its line
 * in {@code config}, and the files of {@code server/packaging}, which {@code mvn -q -pl server -Ppackaging test} writes.
 */
interface OptionGroup {
    /**
     * Sets what was given on the builder.
     *
     * @throws RefusedOption if a value cannot be meant
     */
    void applyTo(ServerConfigBuilder builder);

    /** Runs a setter and names the option if it refuses the value. */
    static void set(String option, Object value, Runnable setter) {
        try {
            setter.run();
        } catch (IllegalArgumentException e) {
            throw new RefusedOption(option, value, e);
        }
    }
}
