package org.ephemeralftp.docker.soak;

import java.nio.file.Path;
import java.util.Random;

/**
 * Who comes to the server, and with what.
 *
 * @param work a directory of the worker's own
 * @param worker its number
 * @param random its choices
 */
record Visit(Site site, Books books, Path work, int worker, Random random) {
    /** Something a client does; it throws what goes wrong. */
    interface Kind {
        void run(Visit visit) throws Exception;
    }
}
