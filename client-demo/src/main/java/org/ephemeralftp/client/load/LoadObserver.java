package org.ephemeralftp.client.load;

import java.time.Duration;

/** What is told of a load while it runs: but for the first on the sessions' threads, one call at a time. Whatever takes long here slows the load. */
public interface LoadObserver {
    /** It begins, and everything, deleting what was uploaded as well, is over within this time. */
    default void begins(Duration atMost) {}

    /** A transfer ended well; so many ended, well or not, with it. */
    default void transferred(Transfer transfer, long ended) {}

    /** A transfer failed; so many ended, well or not, with it. */
    default void failed(long ended) {}
}
