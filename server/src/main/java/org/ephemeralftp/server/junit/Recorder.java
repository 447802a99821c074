package org.ephemeralftp.server.junit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.control.SessionObserver;
import org.ephemeralftp.server.control.SessionView;
import org.ephemeralftp.server.lease.LeaseObserver;
import org.ephemeralftp.server.lease.LeaseView;

/** Remembers what clients did, for a test to look at. */
final class Recorder implements LeaseObserver, SessionObserver {
    private final List<ReceivedCommand> commands = new CopyOnWriteArrayList<>();
    private final List<Integer> leasedPorts = new CopyOnWriteArrayList<>();

    List<ReceivedCommand> commands() {
        return List.copyOf(commands);
    }

    List<Integer> leasedPorts() {
        return List.copyOf(leasedPorts);
    }

    @Override
    public void received(SessionView session, String verb, @Nullable String argument) {
        commands.add(new ReceivedCommand(verb, argument));
    }

    @Override
    public void granted(LeaseView lease) {
        leasedPorts.add(lease.port());
    }
}
