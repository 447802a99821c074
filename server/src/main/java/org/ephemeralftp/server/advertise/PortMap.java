package org.ephemeralftp.server.advertise;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.ephemeralftp.server.ports.PortSet;

/**
 * The ports that clients are told instead of those that are listened on. A port that is not in it is advertised as
 * itself.
 *
 * @param advertised by the port that is listened on; no port is advertised for two
 */
public record PortMap(Map<Integer, Integer> advertised) {
    /** Every port is advertised as itself. */
    public static final PortMap NONE = new PortMap(Map.of());

    /** @throws IllegalArgumentException if a number is no port, or two ports are advertised as the same one */
    public PortMap {
        advertised = Collections.unmodifiableMap(new TreeMap<>(advertised));
        Set<Integer> told = new HashSet<>();
        advertised.forEach((listen, port) -> {
            requirePort(listen);
            requirePort(port);
            if (!told.add(port)) {
                throw new IllegalArgumentException("two ports are advertised as " + port + ": give each its own");
            }
        });
    }

    private static void requirePort(int number) {
        if (number < PortSet.LOWEST_PORT || number > PortSet.HIGHEST_PORT) {
            throw new IllegalArgumentException(number + " is not a port, which is 1-65535");
        }
    }

    /** Reads {@code 50000=32771,50001=32805}. */
    static PortMap parse(String text) {
        Map<Integer, Integer> ports = new HashMap<>();
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            int listen = number(pair.substring(0, equals));
            if (ports.put(listen, number(pair.substring(equals + 1))) != null) {
                throw new IllegalArgumentException("port " + listen + " is given twice");
            }
        }
        return new PortMap(ports);
    }

    private static int number(String digits) {
        String significant = digits.replaceFirst("^0+(?=\\d)", "");
        if (significant.length() > 5) {
            throw new IllegalArgumentException(
                    Forms.quoted(digits).replace("'", "") + " is not a port, which is 1-65535");
        }
        return Integer.parseInt(significant);
    }

    /** What a client is told for this port. */
    public int advertised(int listen) {
        return advertised.getOrDefault(listen, listen);
    }

    /**
     * Checks this map against the ports that are listened on.
     *
     * @throws IllegalArgumentException if it maps another port, or one of theirs would be advertised for another one too
     */
    void requireIn(PortSet passivePorts) {
        advertised.forEach((listen, port) -> {
            if (!passivePorts.contains(listen)) {
                throw new IllegalArgumentException(
                        "port " + listen + " is not one of the passive ports, " + passivePorts);
            }
            if (passivePorts.contains(port) && !advertised.containsKey(port)) {
                throw new IllegalArgumentException("port " + listen + " is advertised as " + port
                        + ", and so is passive port " + port + " itself: map that one, too, or take it out of the set");
            }
        });
    }

    @Override
    public String toString() {
        return advertised.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining(","));
    }
}
