package org.ephemeralftp.server.ports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Windows: the dynamic port range and the excluded port ranges of TCP that {@code netsh} prints (KB 929851). Its words are
 * translated, so only the numbers and their order are read.
 */
final class WindowsKernelPorts extends KernelPorts {
    private static final Pattern NUMBER_AFTER_COLON = Pattern.compile(":\\s*([0-9]{1,5})\\s*$", Pattern.MULTILINE);

    /** A line of the table; the star marks what an administrator excluded. */
    private static final Pattern EXCLUSION =
            Pattern.compile("^\\s*([0-9]{1,5})\\s+([0-9]{1,5})\\s*\\*?\\s*$", Pattern.MULTILINE);

    private WindowsKernelPorts(PortSet ephemeral, PortSet reserved) {
        super(ephemeral, reserved);
    }

    static KernelPorts read(CommandRunner commands) throws IOException {
        return read(commands, System.getenv());
    }

    static KernelPorts read(CommandRunner commands, Map<String, String> environment) throws IOException {
        // By its full path: a bare name is looked for in the working directory, too.
        String netsh = environment.getOrDefault("SystemRoot", "C:\\Windows") + "\\System32\\netsh.exe";
        return parse(
                commands.run(netsh, "int", "ipv4", "show", "dynamicport", "tcp"),
                commands.run(netsh, "int", "ipv4", "show", "excludedportrange", "protocol=tcp"));
    }

    static KernelPorts parse(String dynamicPort, String excludedPortRange) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        var number = NUMBER_AFTER_COLON.matcher(dynamicPort);
        while (number.find()) {
            numbers.add(Integer.valueOf(number.group(1)));
        }
        if (numbers.size() != 2) {
            throw new IOException("netsh printed no start port and number of ports");
        }
        int start = numbers.get(0);
        return new WindowsKernelPorts(
                PortSet.range(start, start + numbers.get(1) - 1), parseExclusions(excludedPortRange));
    }

    private static PortSet parseExclusions(String excludedPortRange) {
        PortSet reserved = PortSet.empty();
        var line = EXCLUSION.matcher(excludedPortRange);
        while (line.find()) {
            reserved = reserved.union(PortSet.range(Integer.parseInt(line.group(1)), Integer.parseInt(line.group(2))));
        }
        return reserved;
    }

    /** One command for each range, because netsh takes only one at a time. */
    @Override
    String remedy(PortSet passive, PortSet collisions) {
        return collisions.ranges().stream()
                .map(range -> "netsh int ipv4 add excludedportrange protocol=tcp startport=" + range.first()
                        + " numberofports=" + range.size())
                .collect(Collectors.joining(" && "));
    }
}
