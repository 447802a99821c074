package org.ephemeralftp.server.ports;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A port range known by name: one that a standard sets aside or an operating system takes its ephemeral ports from.
 *
 * @param name the name {@link PortSet#parse} understands
 * @param range the ports
 * @param whereUsed the systems that use the range, in a few words
 * @param source the standard or the vendor's document that says so
 */
public record PortRangePreset(String name, PortRange range, String whereUsed, String source) {
    private static final String CUSTOM_PREFIX = "windows-custom:";

    private static final PortRange WINDOWS_CUSTOM_LIMITS = new PortRange(1025, 65535);

    private static final List<PortRangePreset> ALL = List.of(
            preset("iana", 49152, 65535, "IANA's dynamic ports", "RFC 6335, section 6"),
            preset("linux", 32768, 60999, "Linux since 4.2", "Linux networking/ip-sysctl"),
            preset("linux-classic", 32768, 61000, "Linux before 4.2", "Linux networking/ip-sysctl, 4.1"),
            // Later releases take unspecified ports from 10000 on; this one stayed what IP_PORTRANGE_HIGH asks for.
            preset("freebsd", 49152, 65535, "FreeBSD since 4.6", "FreeBSD ip(4), portrange.hifirst"),
            preset("bsd", 1024, 5000, "BSD, FreeBSD before 4.6", "4.4BSD in.h, IPPORT_USERRESERVED"),
            preset("windows-xp", 1025, 5000, "Windows through XP", "Microsoft KB 929851"),
            preset("windows-vista", 49152, 65535, "Windows Vista, 7, Server 2008", "Microsoft KB 929851"),
            preset("windows-2003", 1025, 5000, "Windows Server 2003", "Microsoft KB 929851"),
            preset("windows-2003-ms08-037", 49152, 65535, "Server 2003 after MS08-037", "MS08-037 (KB 953230)"),
            preset("windows-2008-exchange-2007", 1025, 60000, "Server 2008 + Exchange 2007", "Microsoft KB 929851"));

    private static PortRangePreset preset(String name, int first, int last, String whereUsed, String source) {
        return new PortRangePreset(name, new PortRange(first, last), whereUsed, source);
    }

    /** The presets with a fixed range, in the order people are shown them. */
    public static List<PortRangePreset> all() {
        return ALL;
    }

    /**
     * The family {@code windows-custom:FROM-TO} as one entry for people to read; its range is the limits, 1025-65535,
     * within which every Windows since 2000 lets its range be chosen. The name is no preset until FROM and TO are numbers.
     */
    public static PortRangePreset windowsCustomFamily() {
        return windowsCustom(CUSTOM_PREFIX + "FROM-TO", WINDOWS_CUSTOM_LIMITS);
    }

    /**
     * The preset of this name; upper and lower case are the same.
     *
     * @throws InvalidPortSetException if there is none, or a custom range lies outside 1025-65535; the message lists the
     *     valid names
     */
    public static PortRangePreset named(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        if (wanted.equals("windows-custom") || wanted.startsWith(CUSTOM_PREFIX)) {
            return windowsCustomNamed(wanted);
        }
        return ALL.stream()
                .filter(preset -> preset.name.equals(wanted))
                .findFirst()
                .orElseThrow(() -> new InvalidPortSetException(name, "is not a preset's name" + suggestion(wanted)));
    }

    private static PortRangePreset windowsCustomNamed(String name) {
        String bounds =
                name.contains(":") ? name.substring(CUSTOM_PREFIX.length()).strip() : "";
        if (!bounds.contains("-")) {
            throw new InvalidPortSetException(
                    name,
                    "lacks its range: write windows-custom:FROM-TO within 1025-65535, such as " + CUSTOM_PREFIX
                            + "2000-3000");
        }
        PortRange range = PortSetParser.range(bounds);
        if (!WINDOWS_CUSTOM_LIMITS.contains(range)) {
            throw new InvalidPortSetException(
                    name, "is not possible on Windows: choose FROM and TO within " + WINDOWS_CUSTOM_LIMITS);
        }
        return windowsCustom(CUSTOM_PREFIX + range.first() + "-" + range.last(), range);
    }

    private static PortRangePreset windowsCustom(String name, PortRange range) {
        return new PortRangePreset(name, range, "any Windows since 2000", "Microsoft KB 929851, KB 196271");
    }

    private static String suggestion(String wanted) {
        List<String> names = Stream.concat(
                        ALL.stream().map(PortRangePreset::name), Stream.of(CUSTOM_PREFIX + "FROM-TO"))
                .toList();
        String nearest = names.stream()
                .min(Comparator.comparingInt(name -> distance(wanted, name)))
                .orElseThrow();
        // A guess that would change more than half of what was typed only distracts.
        String guess =
                distance(wanted, nearest) * 2 <= wanted.length() ? "; did you mean " + nearest + "? Valid" : "; valid";
        return guess + " are " + names.stream().collect(Collectors.joining(", "))
                + ", ports of 1-65535 and ranges FROM-TO";
    }

    /** The number of letters to insert, remove or replace to turn one text into the other (Levenshtein). */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }

    /** The number of ports. */
    public int size() {
        return range.size();
    }

    public PortSet ports() {
        return PortSet.of(range);
    }
}
