package org.ephemeralftp.server.ports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SysctlKernelPortsTest {
    private static final String MACOS = """
            net.inet.ip.portrange.first: 49152
            net.inet.ip.portrange.last: 65535
            net.inet.ip.portrange.hifirst: 49152
            net.inet.ip.portrange.hilast: 65535
            """;

    private static final String FREEBSD = """
            net.inet.ip.portrange.first: 10000
            net.inet.ip.portrange.last: 65535
            net.inet.ip.portrange.hifirst: 49152
            net.inet.ip.portrange.hilast: 65535
            """;

    private static KernelPorts kernel(String output) {
        return KernelPorts.read("FreeBSD", Path.of("/nowhere"), command -> output);
    }

    @ParameterizedTest
    @CsvSource({"Mac OS X, /usr/sbin/sysctl", "FreeBSD, /sbin/sysctl"})
    void theSystemsOwnSysctlIsAsked(String operatingSystem, String program) {
        List<String> asked = new ArrayList<>();

        KernelPorts kernel = KernelPorts.read(operatingSystem, Path.of("/nowhere"), command -> {
            asked.addAll(List.of(command));
            return MACOS;
        });

        assertThat(kernel.unknownReason()).isEmpty();
        assertThat(asked)
                .containsExactly(
                        program,
                        "net.inet.ip.portrange.first",
                        "net.inet.ip.portrange.last",
                        "net.inet.ip.portrange.hifirst",
                        "net.inet.ip.portrange.hilast");
    }

    @Test
    void bothRangesOfTheKernelCount() {
        assertThat(kernel(MACOS).ephemeral()).hasToString("49152-65535");
        assertThat(kernel(FREEBSD).ephemeral()).hasToString("10000-65535");
        assertThat(kernel(FREEBSD.replace("10000", "1024").replace("last: 65535\nnet.inet.ip.portrange.hif", """
                        last: 5000
                        net.inet.ip.portrange.hif"""))
                        .ephemeral())
                .hasToString("1024-5000,49152-65535");
        assertThat(kernel(MACOS).reserved().isEmpty()).isTrue();
    }

    @Test
    void theHighRangeMayBeMissing() {
        assertThat(kernel("net.inet.ip.portrange.first: 1024\r\nnet.inet.ip.portrange.last: 5000\r\n")
                        .ephemeral())
                .hasToString("1024-5000");
    }

    @Test
    void aRangeThatCountsDownIsARange() {
        assertThat(kernel("net.inet.ip.portrange.first: 65535\nnet.inet.ip.portrange.last: 49152\n")
                        .ephemeral())
                .hasToString("49152-65535");
    }

    @Test
    void theAdviceNarrowsTheKernelsRangeWhereEnoughIsLeft() {
        assertThat(kernel(FREEBSD).advice(PortSet.parse("iana")))
                .hasValue("16384 of 16384 passive ports lie in the kernel's own ephemeral range 10000-65535:"
                        + " nothing can be reserved on this system, so choose passive ports outside it"
                        + " or keep the kernel out of them: sysctl"
                        + " net.inet.ip.portrange.first=10000 net.inet.ip.portrange.last=49151"
                        + " net.inet.ip.portrange.hifirst=10000 net.inet.ip.portrange.hilast=49151");
    }

    @Test
    void theAdviceMovesTheKernelsRangeWhereThePassivePortsTakeAllOfIt() {
        assertThat(kernel(MACOS).advice(PortSet.parse("iana")))
                .get()
                .asString()
                .endsWith(": sysctl net.inet.ip.portrange.first=10000 net.inet.ip.portrange.last=49151"
                        + " net.inet.ip.portrange.hifirst=10000 net.inet.ip.portrange.hilast=49151");
    }

    @Test
    void theAdviceLeavesARangeAloneThatDoesNotCollide() {
        assertThat(kernel(FREEBSD).advice(PortSet.range(10000, 10009)))
                .get()
                .asString()
                .endsWith(": sysctl net.inet.ip.portrange.first=10010 net.inet.ip.portrange.last=65535");
    }

    @Test
    void theAdviceIsToChooseOtherPortsWhereTheKernelWouldHaveNoneLeft() {
        assertThat(kernel(FREEBSD).advice(PortSet.range(1024, 65535)))
                .hasValue("55536 of 64512 passive ports lie in the kernel's own ephemeral range 10000-65535:"
                        + " nothing can be reserved on this system, so choose passive ports outside it");
    }

    @Test
    void theAdviceEndsTheCollisionsOnceFollowed() {
        PortSet passive = PortSet.parse("50000-50100");
        String advice = kernel(MACOS).advice(passive).orElseThrow();

        String followed = advice.substring(advice.indexOf("sysctl ") + 7)
                .replace("=", ": ")
                .replaceAll(" (?=net)", "\n");

        assertThat(kernel(followed).unknownReason()).isEmpty();
        assertThat(kernel(followed).collisions(passive).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sysctl: unknown oid 'net.inet.ip.portrange.first'",
                "net.inet.ip.portrange.first: 49152",
                "net.inet.ip.portrange.first: 0\nnet.inet.ip.portrange.last: 99999",
                "net.inet.ip.portrange.first: x\nnet.inet.ip.portrange.last: y",
            })
    void outputWithoutARangeIsUnknown(String output) {
        assertThat(kernel(output).unknownReason()).isPresent();
        assertThat(kernel(output).ephemeral().isEmpty()).isTrue();
        assertThat(kernel(output).advice(PortSet.parse("iana"))).isEmpty();
    }
}
