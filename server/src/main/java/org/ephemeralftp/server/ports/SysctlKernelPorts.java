package org.ephemeralftp.server.ports;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * macOS and FreeBSD: the {@code net.inet.ip.portrange} sysctls (FreeBSD ip(4)). The kernel picks from {@code first} to
 * {@code last}, and from {@code hifirst} to {@code hilast} for sockets that ask for the high range. Nothing can be reserved.
 */
final class SysctlKernelPorts extends KernelPorts {
    private static final String PREFIX = "net.inet.ip.portrange.";

    private static final Pattern SETTING =
            Pattern.compile("^net\\.inet\\.ip\\.portrange\\.(\\w+)\\s*[:=]\\s*([0-9]{1,5})\\s*$", Pattern.MULTILINE);

    /** A kernel left with fewer ports than BSD's own first range (1024-5000) runs out of outgoing connections. */
    private static final int ENOUGH_FOR_THE_KERNEL = 3977;

    /** Where a moved range may lie: FreeBSD's own default, IPPORT_EPHEMERALFIRST to IPPORT_EPHEMERALLAST. */
    private static final PortSet ROOM = PortSet.range(10000, 65535);

    private final PortSet byDefault;
    private final PortSet high;

    private SysctlKernelPorts(PortSet byDefault, PortSet high) {
        super(byDefault.union(high), PortSet.empty());
        this.byDefault = byDefault;
        this.high = high;
    }

    static KernelPorts read(String sysctl, CommandRunner commands) throws IOException {
        return parse(commands.run(sysctl, PREFIX + "first", PREFIX + "last", PREFIX + "hifirst", PREFIX + "hilast"));
    }

    /** Reads lines such as {@code net.inet.ip.portrange.first: 49152}; those of the high range may be missing. */
    static KernelPorts parse(String output) throws IOException {
        Map<String, Integer> settings = new HashMap<>();
        var match = SETTING.matcher(output);
        while (match.find()) {
            settings.put(match.group(1), Integer.valueOf(match.group(2)));
        }
        PortSet byDefault = between(settings.get("first"), settings.get("last"));
        if (byDefault.isEmpty()) {
            throw new IOException("sysctl printed no " + PREFIX + "first and last");
        }
        return new SysctlKernelPorts(byDefault, between(settings.get("hifirst"), settings.get("hilast")));
    }

    private static PortSet between(@Nullable Integer first, @Nullable Integer last) {
        if (first == null || last == null) {
            return PortSet.empty();
        }
        // A first above the last is legal: the kernel then counts down.
        return PortSet.range(Math.min(first, last), Math.max(first, last));
    }

    @Override
    String remedy(PortSet passive, PortSet collisions) {
        String advice = "nothing can be reserved on this system, so choose passive ports outside it";
        PortRange kept = largest(byDefault.minus(passive));
        if (kept == null || kept.size() < ENOUGH_FOR_THE_KERNEL) {
            kept = largest(ROOM.minus(passive));
        }
        if (kept == null || kept.size() < ENOUGH_FOR_THE_KERNEL) {
            return advice;
        }
        var command = new StringBuilder(advice + " or keep the kernel out of them: sysctl");
        if (!byDefault.intersect(passive).isEmpty()) {
            command.append(set("first", kept.first())).append(set("last", kept.last()));
        }
        if (!high.intersect(passive).isEmpty()) {
            command.append(set("hifirst", kept.first())).append(set("hilast", kept.last()));
        }
        return command.toString();
    }

    private static @Nullable PortRange largest(PortSet ports) {
        return ports.ranges().stream()
                .max(Comparator.comparingInt(PortRange::size))
                .orElse(null);
    }

    private static String set(String name, int value) {
        return " " + PREFIX + name + "=" + value;
    }
}
