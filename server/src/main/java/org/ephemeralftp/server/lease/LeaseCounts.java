package org.ephemeralftp.server.lease;

/**
 * How many ports of a set are in which state, and how many leases and connections there are on them, at one moment.
 *
 * @param ports ports in the set; the six states below add up to it
 * @param unused ports nobody holds a lease on
 * @param leased ports with at least one reserved or pending lease
 * @param resting ports that wait for latecomers of ended leases
 * @param blocked ports held by another process
 * @param closing ports whose listener was closed a moment ago
 * @param withdrawn ports the server itself listens on
 * @param listening ports with an open listener
 * @param pending leases that may still be used
 * @param waiting requests that wait for a port
 * @param arrived connections accepted and not yet used by a transfer command
 * @param connected connections accepted and not yet closed, the arrived ones included
 */
public record LeaseCounts(
        int ports,
        int unused,
        int leased,
        int resting,
        int blocked,
        int closing,
        int withdrawn,
        int listening,
        int pending,
        int waiting,
        int arrived,
        int connected) {
    static final LeaseCounts NONE = new LeaseCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    LeaseCounts plus(LeaseCounts other) {
        return new LeaseCounts(
                ports + other.ports,
                unused + other.unused,
                leased + other.leased,
                resting + other.resting,
                blocked + other.blocked,
                closing + other.closing,
                withdrawn + other.withdrawn,
                listening + other.listening,
                pending + other.pending,
                waiting + other.waiting,
                arrived + other.arrived,
                connected + other.connected);
    }

    /** The counts that explain why no port was free, as part of a sentence. */
    @Override
    public String toString() {
        return "%s: %d unused, %d leased, %d resting, %d blocked; %s pending, %s waiting"
                .formatted(
                        several(ports, "port"),
                        unused,
                        leased,
                        resting,
                        blocked + closing + withdrawn,
                        several(pending, "lease"),
                        several(waiting, "request"));
    }

    private static String several(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
