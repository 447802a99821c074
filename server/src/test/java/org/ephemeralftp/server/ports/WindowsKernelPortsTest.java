package org.ephemeralftp.server.ports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsKernelPortsTest {
    private static final String DYNAMIC_PORT = """

            Protocol tcp Dynamic Port Range
            ---------------------------------
            Start Port      : 49152
            Number of Ports : 16384

            """.replace("\n", "\r\n");

    private static final String DYNAMIC_PORT_IN_GERMAN = """

            Protokoll tcp Dynamischer Portbereich
            ---------------------------------
            Startport   : 49152
            Anzahl von Ports : 16384

            """.replace("\n", "\r\n");

    private static final String EXCLUSIONS = """

            Protocol tcp Port Exclusion Ranges

            Start Port    End Port
            ----------    --------
                  5357        5357
                 49671       49770
                 50000       50059     *

            * - Administered port exclusions.

            """.replace("\n", "\r\n");

    private static KernelPorts kernel(String dynamicPort, String exclusions) {
        return KernelPorts.read(
                "Windows Server 2022",
                Path.of("/nowhere"),
                command -> String.join(" ", command).contains("dynamicport") ? dynamicPort : exclusions);
    }

    @Test
    void theStartAndTheNumberOfPortsMakeTheRange() {
        assertThat(kernel(DYNAMIC_PORT, EXCLUSIONS).ephemeral()).isEqualTo(PortSet.range(49152, 65535));
        assertThat(kernel(DYNAMIC_PORT_IN_GERMAN, EXCLUSIONS).ephemeral()).isEqualTo(PortSet.range(49152, 65535));
    }

    @Test
    void excludedRangesAreReserved() {
        assertThat(kernel(DYNAMIC_PORT, EXCLUSIONS).reserved()).hasToString("5357,49671-49770,50000-50059");
    }

    @Test
    void aSystemThatCannotExcludeHasNothingReserved() {
        assertThat(kernel(DYNAMIC_PORT, "The following command was not found: int ipv4 show excludedportrange.")
                        .reserved()
                        .isEmpty())
                .isTrue();
    }

    @Test
    void theAdviceExcludesEachCollidingRange() {
        assertThat(kernel(DYNAMIC_PORT, EXCLUSIONS).advice(PortSet.parse("2000,49990-50069")))
                .hasValue("20 of 81 passive ports lie in the kernel's own ephemeral range 49152-65535:"
                        + " netsh int ipv4 add excludedportrange protocol=tcp startport=49990 numberofports=10"
                        + " && netsh int ipv4 add excludedportrange protocol=tcp startport=50060 numberofports=10");
    }

    @Test
    void netshIsRunFromTheSystemsDirectory() throws IOException {
        List<String> commands = new ArrayList<>();

        WindowsKernelPorts.read(
                command -> {
                    commands.add(String.join(" ", command));
                    return DYNAMIC_PORT;
                },
                Map.of("SystemRoot", "D:\\WINNT"));

        assertThat(commands)
                .containsExactly(
                        "D:\\WINNT\\System32\\netsh.exe int ipv4 show dynamicport tcp",
                        "D:\\WINNT\\System32\\netsh.exe int ipv4 show excludedportrange protocol=tcp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "The following command was not found: int ipv4 show dynamicport tcp.",
                "Start Port : 49152",
                "Start Port : 49152\nNumber of Ports : 16385",
                "Start Port : 49152\nNumber of Ports : 0",
            })
    void outputWithoutARangeIsUnknown(String output) {
        assertThat(kernel(output, EXCLUSIONS).unknownReason()).isPresent();
        assertThat(kernel(output, EXCLUSIONS).advice(PortSet.parse("iana"))).isEmpty();
    }
}
