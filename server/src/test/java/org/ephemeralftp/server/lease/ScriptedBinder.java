package org.ephemeralftp.server.lease;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Binds real sockets, unless the test wants something to go wrong or to happen meanwhile. */
final class ScriptedBinder implements ListenerBinder {
    /** What happens in the middle of a bind. */
    interface Meanwhile {
        void run(InetSocketAddress address) throws IOException;
    }

    /** Numbers that somebody else holds. */
    final Set<Integer> held = ConcurrentHashMap.newKeySet();
    /** Every number that was tried, in order. */
    final List<Integer> tried = new CopyOnWriteArrayList<>();
    /** Why this machine cannot listen at all, if it cannot. */
    volatile @Nullable IOException broken;

    private volatile @Nullable Meanwhile meanwhile;

    /** Does this during the next bind, and only then. */
    void duringNextBind(Meanwhile action) {
        meanwhile = action;
    }

    @Override
    public ServerSocketChannel bind(InetSocketAddress address) throws IOException {
        tried.add(address.getPort());
        Meanwhile action = meanwhile;
        if (action != null) {
            meanwhile = null;
            action.run(address);
        }
        IOException trouble = broken;
        if (trouble != null) {
            throw trouble;
        }
        if (held.contains(address.getPort())) {
            throw new BindException("Address already in use");
        }
        return SYSTEM.bind(address);
    }
}
