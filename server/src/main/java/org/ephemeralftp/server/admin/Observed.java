package org.ephemeralftp.server.admin;

import java.net.InetSocketAddress;
import java.util.List;

import org.ephemeralftp.server.control.SessionObserver;
import org.ephemeralftp.server.control.SessionSnapshot;
import org.ephemeralftp.server.lease.LeaseObserver;
import org.ephemeralftp.server.lease.LeaseSnapshot;
import org.ephemeralftp.server.ports.PortSet;

/** The server as the live view sees it. Any thread may ask. */
public interface Observed {
    /** The bound address of the control port. */
    InetSocketAddress control();

    /** The passive ports, without those that the server itself listens on. */
    PortSet ports();

    /** Every data port, lease and count as it is now. */
    LeaseSnapshot leases();

    /** The sessions as they are now, by their number. */
    List<SessionSnapshot> sessions();

    /** Whether the server lets nobody in any more, because it is about to stop or has stopped. */
    boolean draining();

    /** Calls the observer for what happens to leases from now on. */
    void observe(LeaseObserver observer);

    /** Calls the observer for what happens in sessions from now on. */
    void observe(SessionObserver observer);

    /** Calls the observer no more. */
    void unobserve(LeaseObserver observer);

    /** Calls the observer no more. */
    void unobserve(SessionObserver observer);
}
