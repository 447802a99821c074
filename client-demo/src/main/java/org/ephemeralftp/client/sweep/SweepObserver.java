package org.ephemeralftp.client.sweep;

/** Follows a sweep while it runs. Called by the sweep's threads, by one at a time. */
public interface SweepObserver {
    /** The ports are about to be tried; once more if the server turns out to hand out others than it names. */
    default void begins(Outlook outlook) {}

    /**
     * A port was tried.
     *
     * @param known how many ports are to be tried as far as is known
     * @param tried how many of them have been tried once at least
     */
    default void tried(PortResult result, int tried, int known) {}

    /** Ports that were tried will be tried again: all at the usual speed, or slowly if answers may have been held back. */
    default void triesAgain(int ports, boolean slowly) {}
}
