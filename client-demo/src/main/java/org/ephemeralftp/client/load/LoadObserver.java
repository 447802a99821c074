package org.ephemeralftp.client.load;

/** What is told of a load while it runs: on the sessions' threads, one call at a time. Whatever takes long here slows the load. */
public interface LoadObserver {
    /** A transfer ended well; so many ended, well or not, with it. */
    default void transferred(Transfer transfer, long ended) {}

    /** A transfer failed; so many ended, well or not, with it. */
    default void failed(long ended) {}
}
