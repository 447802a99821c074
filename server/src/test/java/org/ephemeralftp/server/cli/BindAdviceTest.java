package org.ephemeralftp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** Why a port cannot be bound is found whatever language the system speaks. */
class BindAdviceTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static String advice(InetAddress address, int port) {
        return BindAdvice.of(address, port, new IOException("x", new BindException("auf Deutsch")));
    }

    @Test
    void somebody_who_listens_is_found() throws IOException {
        try (ServerSocket taken = new ServerSocket(27300, 1, LOOPBACK)) {
            assertThat(advice(LOOPBACK, taken.getLocalPort()))
                    .contains("127.0.0.1 port 27300 (auf Deutsch)", "another program listens there");
        }
    }

    @Test
    void a_low_port_where_nobody_listens_needs_a_right() {
        assertThat(BindAdvice.advice(LOOPBACK, "--port", 2, false))
                .startsWith("ports below 1024 need a right: use --port 2121, or give it to java (setcap ")
                .contains("net.ipv4.ip_unprivileged_port_start=2");
    }

    @Test
    void in_a_container_another_port_is_published_or_its_engine_gives_the_right() {
        assertThat(BindAdvice.advice(LOOPBACK, "--port", 2, true))
                .startsWith("ports below 1024 need a right: use --port 2121 and publish it as 2 (-p 2:2121), or")
                .contains("--sysctl net.ipv4.ip_unprivileged_port_start=0")
                .doesNotContain("setcap");
        assertThat(BindAdvice.advice(LOOPBACK, "--implicit-tls-port", 3, true))
                .contains("use --implicit-tls-port 9990 and publish it as 3 (-p 3:9990)");
    }

    @Test
    void an_address_of_another_machine_is_found() throws IOException {
        // An address for documentation, which no machine has.
        assertThat(advice(InetAddress.getByName("192.0.2.1"), 2)).contains("this machine has no such address");
    }

    @Test
    void anything_else_has_advice_too() {
        assertThat(advice(LOOPBACK, 27301)).contains("another program may have it", "--port", "--bind-address");
    }
}
