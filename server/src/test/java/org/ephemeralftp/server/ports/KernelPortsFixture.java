package org.ephemeralftp.server.ports;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Kernels for the tests of other packages, which cannot name their classes. */
public final class KernelPortsFixture {
    private KernelPortsFixture() {}

    /** A Linux kernel whose two files hold these texts. */
    public static KernelPorts linux(String range, String reserved) {
        try {
            return LinuxKernelPorts.parse(range, reserved);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
