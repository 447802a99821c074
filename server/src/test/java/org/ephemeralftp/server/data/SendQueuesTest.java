package org.ephemeralftp.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.testing.Machine;

@Timeout(60)
class SendQueuesTest {
    private static final String HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when\n";

    @TempDir
    private Path directory;

    private static InetSocketAddress end(String address, int port) throws IOException {
        return new InetSocketAddress(Machine.address(address), port);
    }

    private OptionalLong read(String table, InetSocketAddress local, InetSocketAddress remote) throws IOException {
        Path file = Files.writeString(directory.resolve("tcp"), HEAD + table);
        return new SendQueues(List.of(file, directory.resolve("missing"))).of(local, remote, true);
    }

    @Test
    void a_connection_is_found_by_both_its_ends() throws Exception {
        Assumptions.assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "the sample is of such a machine");
        String table = """
                   0: 0100007F:5DDF 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1
                   1: 0100007F:5DDF 0100007F:1234 01 0000002A:00000000 00:00000000 00000000     0        0 2 1
                   2: 0100007F:5DDF 0100007F:1235 01 0000002B:00000000 00:00000000 00000000     0        0 3 1
                """;
        assertThat(read(table, end("127.0.0.1", 0x5DDF), end("127.0.0.1", 0x1234)))
                .hasValue(42);
        assertThat(read(table, end("127.0.0.1", 0x5DDF), end("127.0.0.1", 0x1235)))
                .hasValue(43);
        assertThat(read(table, end("127.0.0.1", 0x5DDF), end("127.0.0.2", 0x1234)))
                .hasValue(0);
    }

    @Test
    void a_table_without_sense_tells_nothing() throws Exception {
        assertThat(read("what is this\n", end("127.0.0.1", 1), end("127.0.0.1", 2)))
                .isEmpty();
        assertThat(new SendQueues(List.of(directory.resolve("missing")))
                        .of(end("127.0.0.1", 1), end("127.0.0.1", 2), true))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    @EnabledOnOs(OS.LINUX)
    void the_kernel_tells_what_a_reader_has_not_taken_yet(String address) throws Exception {
        Assumptions.assumeTrue(address.contains(".") || Machine.hasIpv6(), "needs IPv6");
        InetAddress host = Machine.address(address);
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(new InetSocketAddress(host, 0));
                SocketChannel reader = SocketChannel.open(listener.getLocalAddress());
                SocketChannel writer = listener.accept()) {
            writer.configureBlocking(false);
            ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
            while (writer.write(bytes.clear()) > 0) {
                assertThat(bytes.position()).isPositive();
            }
            InetSocketAddress local = (InetSocketAddress) writer.getLocalAddress();
            InetSocketAddress remote = (InetSocketAddress) writer.getRemoteAddress();
            long full = new SendQueues().of(local, remote, true).orElseThrow();
            assertThat(full).isPositive();
            await().until(() -> {
                reader.read(bytes.clear());
                return new SendQueues().of(local, remote, true).orElse(0) < full;
            });
        }
    }
}
