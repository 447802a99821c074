package org.ephemeralftp.server.ports;

import java.util.Optional;

/** The ports of a kernel that could not be asked: no range, no collisions, a reason. */
final class UnknownKernelPorts extends KernelPorts {
    private final String reason;

    UnknownKernelPorts(String reason) {
        super(PortSet.empty(), PortSet.empty());
        this.reason = reason;
    }

    @Override
    public Optional<String> unknownReason() {
        return Optional.of(reason);
    }

    @Override
    String remedy(PortSet passive, PortSet collisions) {
        throw new IllegalStateException("an unknown range collides with nothing");
    }
}
