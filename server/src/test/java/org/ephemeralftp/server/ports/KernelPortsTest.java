package org.ephemeralftp.server.ports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelPortsTest {
    @ParameterizedTest
    @ValueSource(strings = {"Mac OS X", "FreeBSD", "Windows 11"})
    void aCommandThatFailsMakesTheRangeUnknownWithItsReason(String operatingSystem) {
        KernelPorts kernel = KernelPorts.read(operatingSystem, Path.of("/nowhere"), command -> {
            throw new IOException("no such program");
        });

        assertThat(kernel.unknownReason()).hasValue("no such program");
        assertThat(kernel.ephemeral().isEmpty()).isTrue();
        assertThat(kernel.reserved().isEmpty()).isTrue();
        assertThat(kernel.collisions(PortSet.range(1, 65535)).isEmpty()).isTrue();
        assertThat(kernel.advice(PortSet.range(1, 65535))).isEmpty();
    }

    @Test
    void anUnexpectedExceptionIsUnknownToo() {
        KernelPorts kernel = KernelPorts.read("FreeBSD", Path.of("/nowhere"), command -> {
            throw new UnsupportedOperationException();
        });

        assertThat(kernel.unknownReason()).hasValue("java.lang.UnsupportedOperationException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SunOS", "AIX", "OpenBSD", ""})
    void anotherOperatingSystemIsUnknown(String operatingSystem) {
        KernelPorts kernel = KernelPorts.read(operatingSystem, Path.of("/nowhere"), command -> {
            throw new AssertionError("no command is known for it");
        });

        assertThat(kernel.unknownReason()).get().asString().contains("'" + operatingSystem + "'");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC, OS.FREEBSD, OS.WINDOWS})
    void thisMachineIsKnown() {
        KernelPorts kernel = KernelPorts.read();

        assertThat(kernel.unknownReason()).isEmpty();
        assertThat(kernel.ephemeral().isEmpty()).isFalse();
    }
}
