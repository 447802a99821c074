package org.ephemeralftp.server.ports;

import java.math.BigInteger;
import java.util.regex.Pattern;

/** The reader of a {@link PortSet}'s text. */
final class PortSetParser {
    private static final String EXAMPLES = "such as 50000-50100,!50060 or iana";

    private static final Pattern PORT_OR_RANGE = Pattern.compile("([0-9]+)(?:\\s*-\\s*([0-9]+))?");
    private static final Pattern STARTS_LIKE_A_NAME = Pattern.compile("\\p{Alpha}.*");
    private static final BigInteger BEYOND_ANY_PORT = BigInteger.valueOf(PortSet.HIGHEST_PORT + 1L);

    private PortSet included = PortSet.empty();
    private PortSet excluded = PortSet.empty();

    private PortSetParser() {}

    static PortSet parse(String text) {
        if (text.isBlank()) {
            throw new InvalidPortSetException(
                    text, "is empty: name at least one port of 1-65535, a range FROM-TO or a preset, " + EXAMPLES);
        }
        return new PortSetParser().read(text);
    }

    private PortSet read(String text) {
        String[] items = text.split(",", -1);
        for (String item : items) {
            if (item.isBlank()) {
                throw new InvalidPortSetException(
                        text, "has an empty item: put a port, range or preset between commas, or remove the comma");
            }
            add(item.strip());
        }
        if (included.isEmpty()) {
            throw new InvalidPortSetException(
                    text, "only excludes: name the ports to exclude from as well, " + EXAMPLES);
        }
        // Only now, so that an exclusion may stand before what it excludes from.
        for (String item : items) {
            checkExclusion(item.strip());
        }
        PortSet result = included.minus(excluded);
        if (result.isEmpty()) {
            throw new InvalidPortSetException(
                    text, "excludes every port it includes: leave at least one port of 1-65535");
        }
        return result;
    }

    private void add(String item) {
        PortSet ports = portsOf(item);
        PortSet before = isExclusion(item) ? excluded : included;
        PortSet doubles = before.intersect(ports);
        if (!doubles.isEmpty()) {
            throw new InvalidPortSetException(
                    item,
                    "names " + doubles.ranges().get(0) + " a second time: a port may be "
                            + (isExclusion(item) ? "excluded" : "listed") + " only once, so remove one of the two");
        }
        if (isExclusion(item)) {
            excluded = excluded.union(ports);
        } else {
            included = included.union(ports);
        }
    }

    private void checkExclusion(String item) {
        if (!isExclusion(item)) {
            return;
        }
        PortSet unknown = portsOf(item).minus(included);
        if (!unknown.isEmpty()) {
            PortRange example = unknown.ranges().get(0);
            throw new InvalidPortSetException(
                    item,
                    "excludes " + example + ", which the set does not include: exclude only included ports; remove "
                            + example + " from the exclusion or include it");
        }
    }

    private static boolean isExclusion(String item) {
        return item.startsWith("!");
    }

    private static PortSet portsOf(String item) {
        String ports = isExclusion(item) ? item.substring(1).strip() : item;
        if (STARTS_LIKE_A_NAME.matcher(ports).matches()) {
            return PortRangePreset.named(ports).ports();
        }
        return PortSet.of(range(ports));
    }

    /** Reads one port or one range {@code FROM-TO}. */
    static PortRange range(String text) {
        var match = PORT_OR_RANGE.matcher(text);
        if (!match.matches()) {
            throw new InvalidPortSetException(
                    text,
                    "is neither a port of 1-65535, a range FROM-TO nor a preset's name: separate items by commas, "
                            + EXAMPLES);
        }
        int first = port(match.group(1));
        int last = match.group(2) == null ? first : port(match.group(2));
        if (last < first) {
            throw new InvalidPortSetException(
                    text, "is reversed: a range's first port comes before its last; write " + last + "-" + first);
        }
        return new PortRange(first, last);
    }

    private static int port(String digits) {
        // Any length: a number too big for an int is no other mistake than 65536.
        int port = new BigInteger(digits).min(BEYOND_ANY_PORT).intValue();
        if (port < PortSet.LOWEST_PORT || port > PortSet.HIGHEST_PORT) {
            throw new InvalidPortSetException(
                    digits, "is not a port: ports are 1-65535; give a number from that range");
        }
        return port;
    }
}
