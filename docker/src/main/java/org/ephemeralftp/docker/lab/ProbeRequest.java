package org.ephemeralftp.docker.lab;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.probe.FtpProbe;

/**
 * What the lab's client is to probe; where nothing is named, everything is, as with {@link FtpProbe}.
 *
 * @param tries how often a passive cell is tried, each time with a new port; 1 to {@link FtpProbe#MAX_TRIES}
 * @param timeout of each single wait; {@link FtpProbe#MIN_TIMEOUT} to {@link FtpProbe#MAX}
 * @param within of the control run, the probe and the sweep of a few ports together, beside long transfers and the wait of
 *     an unconnected one; the longer the control run takes, the less is left for the probe
 * @param longTransfer how long an upload in each protection takes, to see what becomes of an idle control connection; zero
 *     for none
 * @param unconnected whether a passive port of each family is let go unused
 */
public record ProbeRequest(
        Set<DataMode> modes,
        Set<Protection> protections,
        Set<AddressFamily> families,
        int tries,
        Duration timeout,
        Duration within,
        Duration longTransfer,
        boolean unconnected) {
    /** Every cell, four passive ports in each, within a minute that includes the start of a lab. */
    public static final ProbeRequest ALL = new ProbeRequest(
            EnumSet.allOf(DataMode.class),
            EnumSet.allOf(Protection.class),
            EnumSet.allOf(AddressFamily.class),
            4,
            Duration.ofSeconds(4),
            Duration.ofSeconds(55),
            Duration.ZERO,
            false);

    public ProbeRequest {
        modes = copy(modes, DataMode.class);
        protections = copy(protections, Protection.class);
        families = copy(families, AddressFamily.class);
    }

    /** In the order of the constants; none means all. */
    private static <E extends Enum<E>> Set<E> copy(Set<E> some, Class<E> type) {
        return some.isEmpty() ? EnumSet.allOf(type) : EnumSet.copyOf(some);
    }

    /** The same with these modes only. */
    public ProbeRequest modes(DataMode first, DataMode... others) {
        return new ProbeRequest(
                EnumSet.of(first, others), protections, families, tries, timeout, within, longTransfer, unconnected);
    }

    /** The same with these protections only. */
    public ProbeRequest protections(Protection first, Protection... others) {
        return new ProbeRequest(
                modes, EnumSet.of(first, others), families, tries, timeout, within, longTransfer, unconnected);
    }

    /** The same with these families only. */
    public ProbeRequest families(AddressFamily first, AddressFamily... others) {
        return new ProbeRequest(
                modes, protections, EnumSet.of(first, others), tries, timeout, within, longTransfer, unconnected);
    }
}
