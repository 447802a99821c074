package org.ephemeralftp.server.replay;

/**
 * One line of a row's script.
 *
 * @param line its number in the file
 */
record Step(int line, Verb verb, String argument) {
    @Override
    public String toString() {
        return argument.isEmpty() ? verb.keyword() : verb.keyword() + " " + argument;
    }
}
