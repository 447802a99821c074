package org.ephemeralftp.server.junit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.control.SessionObserver;
import org.ephemeralftp.server.control.SessionView;
import org.ephemeralftp.server.lease.LeaseObserver;
import org.ephemeralftp.server.lease.LeaseView;

/** Remembers what clients did, for a test to look at. */
final class Recorder implements LeaseObserver, SessionObserver {
    private final List<ReceivedCommand> commands = new ArrayList<>();
    private final List<Integer> leasedPorts = new ArrayList<>();

    synchronized List<ReceivedCommand> commands() {
        return List.copyOf(commands);
    }

    synchronized List<Integer> leasedPorts() {
        return List.copyOf(leasedPorts);
    }

    @Override
    public synchronized void received(SessionView session, String verb, @Nullable String argument) {
        commands.add(new ReceivedCommand(verb, argument));
    }

    @Override
    public synchronized void granted(LeaseView lease) {
        leasedPorts.add(lease.port());
    }
}
