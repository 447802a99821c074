package org.ephemeralftp.server.ports;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The ports this machine's kernel takes for itself: its own ephemeral range, from which it picks the local ports of
 * outgoing connections, and the ports reserved from it. A passive port inside that range can be taken at any moment.
 */
public abstract sealed class KernelPorts
        permits LinuxKernelPorts, SysctlKernelPorts, WindowsKernelPorts, UnknownKernelPorts {
    private final PortSet ephemeral;
    private final PortSet reserved;

    KernelPorts(PortSet ephemeral, PortSet reserved) {
        this.ephemeral = ephemeral;
        this.reserved = reserved;
    }

    /**
     * Asks this machine, on Linux by reading files, on macOS, FreeBSD and Windows by running a command that has 2 seconds.
     * Never throws: what cannot be found out is {@linkplain #unknownReason unknown}.
     */
    public static KernelPorts read() {
        return read(System.getProperty("os.name", ""), Path.of("/proc/sys"), new TimedCommand());
    }

    static KernelPorts read(String operatingSystem, Path procSys, CommandRunner commands) {
        try {
            String name = operatingSystem.toLowerCase(Locale.ROOT);
            if (name.startsWith("linux")) {
                return LinuxKernelPorts.read(procSys);
            }
            if (name.startsWith("mac")) {
                return SysctlKernelPorts.read("/usr/sbin/sysctl", commands);
            }
            if (name.startsWith("freebsd")) {
                return SysctlKernelPorts.read("/sbin/sysctl", commands);
            }
            if (name.startsWith("windows")) {
                return WindowsKernelPorts.read(commands);
            }
            return unknown("only Linux, macOS, FreeBSD and Windows can be asked, not '" + operatingSystem + "'");
        } catch (IOException | RuntimeException e) {
            // Runtime exceptions too: a server has to start whatever a foreign command printed.
            return unknown(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    /** The ports of a kernel that could not be asked, for a reason people are shown. */
    public static KernelPorts unknown(String reason) {
        return new UnknownKernelPorts(reason);
    }

    /** The kernel's own ephemeral range, reserved ports included; empty if unknown. */
    public PortSet ephemeral() {
        return ephemeral;
    }

    /**
     * The ports the kernel does not pick by itself, inside or outside its ephemeral range. On Windows some of them belong to
     * other services and cannot be bound.
     */
    public PortSet reserved() {
        return reserved;
    }

    /** Why nothing is known about this machine, if so. */
    public Optional<String> unknownReason() {
        return Optional.empty();
    }

    /** The passive ports the kernel may pick for an outgoing connection; empty if unknown. */
    public PortSet collisions(PortSet passive) {
        return passive.intersect(ephemeral).minus(reserved);
    }

    /**
     * One line for people that counts the {@linkplain #collisions collisions} and says how to end them on this operating
     * system; empty if there are none or nothing is known.
     */
    public Optional<String> advice(PortSet passive) {
        PortSet collisions = collisions(passive);
        if (collisions.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("%d of %d passive %s %s in the kernel's own ephemeral range %s: %s"
                .formatted(
                        collisions.size(),
                        passive.size(),
                        passive.size() == 1 ? "port" : "ports",
                        collisions.size() == 1 ? "lies" : "lie",
                        ephemeral,
                        remedy(passive, collisions)));
    }

    /** What ends the collisions, of which there is at least one: the exact command where there is one. */
    abstract String remedy(PortSet passive, PortSet collisions);
}
