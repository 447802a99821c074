package org.ephemeralftp.server.ports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Linux: two files below {@code /proc/sys/net/ipv4}, which hold for IPv6 too (ip-sysctl, ip_local_port_range). */
final class LinuxKernelPorts extends KernelPorts {
    /** The bytes of the longest list of reserved ports, every second one of 65535, rounded up. */
    private static final int LONGEST_TEXT = 256 * 1024;

    private LinuxKernelPorts(PortSet ephemeral, PortSet reserved) {
        super(ephemeral, reserved);
    }

    /**
     * Reads both files.
     *
     * @throws IOException if the range cannot be read, or reserved ports exist but cannot be read
     */
    static KernelPorts read(Path procSys) throws IOException {
        Path ipv4 = procSys.resolve("net/ipv4");
        try {
            String range = textOf(ipv4.resolve("ip_local_port_range"));
            return parse(range, reservedText(ipv4.resolve("ip_local_reserved_ports")));
        } catch (FileSystemException e) {
            throw new IOException("cannot read " + e.getFile(), e);
        }
    }

    private static String reservedText(Path file) throws IOException {
        try {
            return textOf(file);
        } catch (NoSuchFileException e) {
            // Kernels before 2.6.35 reserve nothing. Any other failure must not pass for that: the advice would replace
            // a
            // list it has not seen.
            return "";
        }
    }

    /** One read and no more: these files give all they have to the first, and nothing to any that starts further on. */
    private static String textOf(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] buffer = new byte[LONGEST_TEXT];
            return new String(buffer, 0, Math.max(0, in.read(buffer)), StandardCharsets.US_ASCII);
        }
    }

    /** Reads {@code 32768 60999} (blanks or a tab between) and {@code 8080,9148-9150} (or nothing). */
    static KernelPorts parse(String range, String reserved) throws IOException {
        String[] ends = range.strip().split("\\s+", -1);
        if (ends.length != 2) {
            throw new IOException("ip_local_port_range does not hold two numbers");
        }
        return new LinuxKernelPorts(
                PortSet.range(Integer.parseInt(ends[0]), Integer.parseInt(ends[1])), parseReserved(reserved));
    }

    private static PortSet parseReserved(String text) {
        PortSet reserved = PortSet.empty();
        for (String item : text.strip().split(",", -1)) {
            // The kernel accepts 0 in this list; it is no port.
            if (!item.isBlank() && !item.equals("0")) {
                reserved = reserved.union(PortSet.of(PortSetParser.range(item.replaceFirst("^0-", "1-"))));
            }
        }
        return reserved;
    }

    /** Names the ports reserved before as well, because writing the sysctl replaces the whole list. */
    @Override
    String remedy(PortSet passive, PortSet collisions) {
        return "sysctl -w net.ipv4.ip_local_reserved_ports=" + reserved().union(collisions);
    }
}
