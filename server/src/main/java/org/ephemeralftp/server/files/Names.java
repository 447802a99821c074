package org.ephemeralftp.server.files;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The turn to give names. The kernel's rename replaces what has the name, so that nothing may come between the look
 * whether it is free and the rename. There is one turn for all homes, because one can be inside another; it is held for
 * these two steps, and never while anything is copied, sent, or waited for.
 */
final class Names {
    private static final Lock turn = new ReentrantLock();

    private Names() {}

    /** Held from the look whether a name is free until something has it. */
    static Lock turn() {
        return turn;
    }
}
