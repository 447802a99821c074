package org.ephemeralftp.server.ports;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An immutable set of port numbers, each 1-65535, in ascending order. */
public final class PortSet {
    /** The lowest port; 0 asks the kernel to choose and is no port. */
    public static final int LOWEST_PORT = 1;

    /** The highest port. */
    public static final int HIGHEST_PORT = 65535;

    private static final PortSet EMPTY = new PortSet(new BitSet());

    /** Never changed after construction: bit n stands for port n. */
    private final BitSet bits;

    private final int size;

    private PortSet(BitSet bits) {
        this.bits = bits;
        this.size = bits.cardinality();
    }

    /**
     * Reads a set from text: comma-separated ports ({@code 50000}), ranges ({@code 50000-50009}) and names of
     * {@linkplain PortRangePreset presets} ({@code iana}, {@code windows-custom:2000-3000}); {@code !} before an item
     * excludes it, wherever it stands. Spaces around items do not matter.
     *
     * @throws InvalidPortSetException if the text or an item is empty or malformed, a port is outside 1-65535, a range
     *     is reversed, a port is included or excluded twice, an exclusion names a port that is not included, or no port
     *     remains
     */
    public static PortSet parse(String text) {
        return PortSetParser.parse(text);
    }

    /** The set without ports, which only calculations give. */
    public static PortSet empty() {
        return EMPTY;
    }

    /**
     * The set of these ports; one given twice counts once.
     *
     * @throws IllegalArgumentException if a port is outside 1-65535
     */
    public static PortSet of(int... ports) {
        var bits = new BitSet();
        for (int port : ports) {
            bits.set(PortRange.checkPort(port));
        }
        return new PortSet(bits);
    }

    /**
     * The set of the ports from {@code first} to {@code last}, both included.
     *
     * @throws IllegalArgumentException if an end is outside 1-65535 or {@code last} is below {@code first}
     */
    public static PortSet range(int first, int last) {
        return of(new PortRange(first, last));
    }

    /** The set of the ports of one range. */
    public static PortSet of(PortRange range) {
        var bits = new BitSet(range.last() + 1);
        bits.set(range.first(), range.last() + 1);
        return new PortSet(bits);
    }

    /** The number of ports, 0-65535. */
    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** Whether the number is in this set; false for any number that is not a port. Takes constant time. */
    public boolean contains(int port) {
        return port >= LOWEST_PORT && bits.get(port);
    }

    /**
     * The lowest port.
     *
     * @throws NoSuchElementException if the set is empty
     */
    public int first() {
        requirePort();
        return bits.nextSetBit(0);
    }

    /**
     * The highest port.
     *
     * @throws NoSuchElementException if the set is empty
     */
    public int last() {
        requirePort();
        return bits.length() - 1;
    }

    private void requirePort() {
        if (isEmpty()) {
            throw new NoSuchElementException("an empty set of ports has no first and no last port");
        }
    }

    /** The ports, ascending. */
    public IntStream stream() {
        return bits.stream();
    }

    /** The ports, ascending, in a new array. */
    public int[] toArray() {
        return bits.stream().toArray();
    }

    /** The fewest ranges that make up this set, ascending; between two of them at least one port is missing. */
    public List<PortRange> ranges() {
        var ranges = new ArrayList<PortRange>();
        for (int first = bits.nextSetBit(0); first >= 0; ) {
            int end = bits.nextClearBit(first);
            ranges.add(new PortRange(first, end - 1));
            first = bits.nextSetBit(end);
        }
        return List.copyOf(ranges);
    }

    /** The ports in this set, the other or both. */
    public PortSet union(PortSet other) {
        var all = copyOfBits();
        all.or(other.bits);
        return new PortSet(all);
    }

    /** The ports in both sets; may be empty. */
    public PortSet intersect(PortSet other) {
        var common = copyOfBits();
        common.and(other.bits);
        return new PortSet(common);
    }

    /** The ports of this set that are not in the other; may be empty. */
    public PortSet minus(PortSet other) {
        var rest = copyOfBits();
        rest.andNot(other.bits);
        return new PortSet(rest);
    }

    /** This set without one number, which need not be in it; may be empty. */
    public PortSet without(int port) {
        if (!contains(port)) {
            return this;
        }
        var rest = copyOfBits();
        rest.clear(port);
        return new PortSet(rest);
    }

    private BitSet copyOfBits() {
        return (BitSet) bits.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PortSet that && bits.equals(that.bits);
    }

    @Override
    public int hashCode() {
        return bits.hashCode();
    }

    /**
     * The shortest text for this set, such as {@code 50000-50059,50061-50100}; {@link #parse} gives an equal set back,
     * except for the empty set, whose text is empty.
     */
    @Override
    public String toString() {
        return ranges().stream().map(PortRange::toString).collect(Collectors.joining(","));
    }
}
