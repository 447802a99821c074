package org.ephemeralftp.client.sweep;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A set of port numbers, written as {@code 50000-50009,50020}. */
public final class PortNumbers {
    private static final Pattern PART = Pattern.compile("\\s*(\\d{1,5})\\s*(?:-\\s*(\\d{1,5})\\s*)?");

    private final BitSet ports;

    private PortNumbers(BitSet ports) {
        this.ports = ports;
    }

    /**
     * Reads the notation.
     *
     * @throws IllegalArgumentException with a message that says what is valid
     */
    public static PortNumbers parse(String text) {
        BitSet ports = new BitSet();
        for (String part : text.split(",", -1)) {
            Matcher numbers = PART.matcher(part);
            int from = numbers.matches() ? Integer.parseInt(numbers.group(1)) : 0;
            int to = from == 0 || numbers.group(2) == null ? from : Integer.parseInt(numbers.group(2));
            if (from < 1 || to > 65535 || from > to) {
                throw new IllegalArgumentException(
                        "'" + text + "' is not a set of ports from 1 to 65535, such as " + "50000-50009,50020");
            }
            ports.set(from, to + 1);
        }
        return new PortNumbers(ports);
    }

    /** All of these. */
    public static PortNumbers of(IntStream numbers) {
        BitSet ports = new BitSet();
        numbers.forEach(ports::set);
        return new PortNumbers(ports);
    }

    /** Whether this one is among them. */
    public boolean contains(int port) {
        return ports.get(port);
    }

    /** How many they are. */
    public int size() {
        return ports.cardinality();
    }

    /** Each of them, in order. */
    public IntStream stream() {
        return ports.stream();
    }

    /** Those that are in the other set as well. */
    PortNumbers and(PortNumbers other) {
        return of(stream().filter(other::contains));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PortNumbers numbers && numbers.ports.equals(ports);
    }

    @Override
    public int hashCode() {
        return ports.hashCode();
    }

    /** The notation that {@link #parse} reads. */
    @Override
    public String toString() {
        List<PortRange> ranges = new ArrayList<>();
        stream().forEach(port -> PortRange.add(ranges, port, PortVerdict.NOT_TRIED));
        return ranges.stream().map(PortRange::numbers).collect(Collectors.joining(","));
    }
}
