package org.ephemeralftp.server.lease;

import java.nio.channels.SocketChannel;

/**
 * An accepted connection whose peer is not known yet.
 *
 * @param grantedBefore how many leases the pool had granted when it was accepted
 */
record Unidentified(SocketChannel channel, DataListener listener, long grantedBefore) {}
