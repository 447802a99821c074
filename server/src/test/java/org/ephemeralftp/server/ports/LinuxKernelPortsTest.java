package org.ephemeralftp.server.ports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinuxKernelPortsTest {
    private static final PortSet IANA = PortSet.parse("iana");

    @TempDir
    Path procSys;

    private Path range;
    private Path reserved;

    @BeforeEach
    void makeTheDirectory() throws IOException {
        Path ipv4 = Files.createDirectories(procSys.resolve("net/ipv4"));
        range = ipv4.resolve("ip_local_port_range");
        reserved = ipv4.resolve("ip_local_reserved_ports");
    }

    private KernelPorts read() {
        return KernelPorts.read("Linux", procSys, command -> {
            throw new AssertionError("Linux runs no command");
        });
    }

    @Test
    void bothFilesAreRead() throws IOException {
        Files.writeString(range, "32768\t60999\n");
        Files.writeString(reserved, "8080,9148-9150,50000-50009\n");

        KernelPorts kernel = read();

        assertThat(kernel.unknownReason()).isEmpty();
        assertThat(kernel.ephemeral()).isEqualTo(PortSet.range(32768, 60999));
        assertThat(kernel.reserved()).hasToString("8080,9148-9150,50000-50009");
    }

    @Test
    void theAdviceIsTheSysctlThatReservesTheCollidingPorts() throws IOException {
        Files.writeString(range, "32768\t60999\n");
        Files.writeString(reserved, "\n");

        assertThat(read().collisions(IANA)).isEqualTo(PortSet.range(49152, 60999));
        assertThat(read().advice(IANA))
                .hasValue("11848 of 16384 passive ports lie in the kernel's own ephemeral range 32768-60999:"
                        + " sysctl -w net.ipv4.ip_local_reserved_ports=49152-60999");
    }

    @Test
    void theAdviceKeepsWhatIsReservedAlready() throws IOException {
        Files.writeString(range, "32768\t60999\n");
        Files.writeString(reserved, "8080,50000-50009,61005\n");

        assertThat(read().advice(PortSet.parse("49990-50020")))
                .hasValue("21 of 31 passive ports lie in the kernel's own ephemeral range 32768-60999:"
                        + " sysctl -w net.ipv4.ip_local_reserved_ports=8080,49990-50020,61005");
    }

    @Test
    void onePortIsSpokenOfAsOne() throws IOException {
        Files.writeString(range, "32768\t60999\n");
        Files.writeString(reserved, "\n");

        assertThat(read().advice(PortSet.of(60999)))
                .hasValue("1 of 1 passive port lies in the kernel's own ephemeral range 32768-60999:"
                        + " sysctl -w net.ipv4.ip_local_reserved_ports=60999");
    }

    @Test
    void portsThatAreAllReservedOrOutsideTheRangeNeedNoAdvice() throws IOException {
        Files.writeString(range, "32768\t60999\n");
        Files.writeString(reserved, "50000-50009\n");

        assertThat(read().advice(PortSet.parse("32767,50000-50009,61000"))).isEmpty();
    }

    @Test
    void zeroAmongReservedPortsIsNoPort() throws IOException {
        Files.writeString(range, "1024\t65535\n");
        Files.writeString(reserved, "0,8080\n");
        assertThat(read().reserved()).hasToString("8080");

        Files.writeString(reserved, "0-2,8080\n");
        assertThat(read().reserved()).hasToString("1-2,8080");
    }

    @Test
    void theLongestListOfReservedPortsIsReadWhole() throws IOException {
        PortSet everySecond = PortSet.of(
                IntStream.rangeClosed(1, 65535).filter(port -> port % 2 == 1).toArray());
        Files.writeString(range, "1024\t65535\n");
        Files.writeString(reserved, everySecond + "\n");

        assertThat(read().reserved()).isEqualTo(everySecond);
    }

    @Test
    void aKernelWithoutTheFileOfReservedPortsReservesNone() throws IOException {
        Files.writeString(range, "32768\t61000\n");

        assertThat(read().ephemeral().last()).isEqualTo(61000);
        assertThat(read().reserved().isEmpty()).isTrue();
    }

    @Test
    void aListOfReservedPortsThatCannotBeReadIsNotTakenForAnEmptyOne() throws IOException {
        Files.writeString(range, "32768\t60999\n");
        Files.createDirectory(reserved);

        assertThat(read().unknownReason()).isPresent();
        assertThat(read().advice(IANA)).isEmpty();
    }

    @Test
    void aMissingRangeIsUnknownAndNamesTheFile() {
        assertThat(read().unknownReason()).hasValue("cannot read " + range);
        assertThat(read().ephemeral().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "32768", "32768 60999 1", "a\tb", "60999\t32768", "0\t65536"})
    void aMalformedRangeIsUnknown(String text) throws IOException {
        Files.writeString(range, text);
        Files.writeString(reserved, "\n");

        assertThat(read().unknownReason()).isPresent();
        assertThat(read().collisions(IANA).isEmpty()).isTrue();
    }
}
