package org.ephemeralftp.server.ports;

/**
 * A run of consecutive ports, both ends included.
 *
 * @param first the lowest port, 1-65535
 * @param last the highest port, {@code first}-65535
 */
public record PortRange(int first, int last) {

    /**
     * The range from {@code first} to {@code last}.
     *
     * @throws IllegalArgumentException if an end is outside 1-65535 or {@code last} is below {@code first}
     */
    public PortRange {
        checkPort(first);
        checkPort(last);
        if (last < first) {
            throw new IllegalArgumentException(
                    "a range's first port comes before its last: " + first + "-" + last + " is reversed");
        }
    }

    /** The number of ports, 1-65535. */
    public int size() {
        return last - first + 1;
    }

    public boolean contains(int port) {
        return first <= port && port <= last;
    }

    /** Whether every port of the other range is in this one too. */
    public boolean contains(PortRange other) {
        return first <= other.first && other.last <= last;
    }

    /** The text {@link PortSet#parse} reads: {@code 50000-50009}, or {@code 50000} for one port. */
    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }

    static int checkPort(int port) {
        if (port < PortSet.LOWEST_PORT || port > PortSet.HIGHEST_PORT) {
            throw new IllegalArgumentException(port + " is not a port: ports are 1-65535");
        }
        return port;
    }
}
