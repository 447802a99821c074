package org.ephemeralftp.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where active connections come from: which ports, how many at once, and what happens when none is free. */
@Timeout(60)
class ActiveConnectIT {
    private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(400);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    private <T extends AutoCloseable> T closed(T resource) {
        open.addFirst(resource);
        return resource;
    }

    /** A client's end: it accepts in the backlog. */
    private ServerSocket client() throws IOException {
        ServerSocket client = closed(new ServerSocket(0, 50, LOCAL));
        client.setSoTimeout(20_000);
        return client;
    }

    private static ActiveConnect connect(ActivePorts ports, ServerSocket client, Duration limit) {
        return new ActiveConnect(
                ports, LOCAL, new InetSocketAddress(client.getInetAddress(), client.getLocalPort()), limit);
    }

    private ActiveConnection connected(ActivePorts ports, ServerSocket client) throws Exception {
        return closed(connect(ports, client, LONG).run());
    }

    private static int port(ActiveConnection connection) throws IOException {
        return ((InetSocketAddress) connection.channel().getLocalAddress()).getPort();
    }

    /** Another program's connection with these four numbers. */
    private Socket busy(int port, ServerSocket client) throws IOException {
        Socket socket = closed(new Socket());
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(LOCAL, port));
        socket.connect(client.getLocalSocketAddress());
        return socket;
    }

    /** Something that is done on a thread of its own, which waits for a port for a while. */
    private static final class Waiting<T> {
        private final FutureTask<T> task;
        private final Thread thread;

        Waiting(Callable<T> what) {
            task = new FutureTask<>(what);
            thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
            await().until(() -> Arrays.stream(thread.getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().startsWith("await")));
        }

        boolean isOver() {
            return task.isDone();
        }

        T get() throws Exception {
            try {
                return task.get(20, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw (Exception) e.getCause();
            }
        }

        void interrupt() {
            thread.interrupt();
        }
    }

    @Test
    void one_port_serves_many_clients_at_once() throws Exception {
        ActivePorts ports = new ActivePorts(22300);
        List<ActiveConnection> connections = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            connections.add(connected(ports, client()));
        }
        for (ActiveConnection connection : connections) {
            assertThat(port(connection)).isEqualTo(22300);
            assertThat(connection.channel().isConnected()).isTrue();
        }
    }

    @Test
    void the_kernel_chooses_if_no_port_is_named() throws Exception {
        ServerSocket client = client();
        ActivePorts ports = new ActivePorts();
        assertThat(port(connected(ports, client))).isNotEqualTo(port(connected(ports, client)));
    }

    @Test
    void every_port_of_a_set_is_used_and_in_no_order() throws Exception {
        int[] set = {22301, 22303, 22304, 22305, 22306, 22307, 22308, 22309};
        Set<List<Integer>> orders = new HashSet<>();
        for (int round = 0; round < 10; round++) {
            ActivePorts ports = new ActivePorts(set);
            ServerSocket client = client();
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < set.length; i++) {
                order.add(port(connected(ports, client)));
            }
            assertThat(order).containsExactlyInAnyOrder(22301, 22303, 22304, 22305, 22306, 22307, 22308, 22309);
            orders.add(order);
        }
        assertThat(orders).hasSizeGreaterThan(8);
    }

    @Test
    void a_second_connection_to_the_same_endpoint_waits_for_the_first_to_end() throws Exception {
        ActivePorts ports = new ActivePorts(22310);
        ServerSocket client = client();
        ActiveConnection first = connected(ports, client);
        var second = new Waiting<>(() -> connect(ports, client, LONG).run());
        // Another endpoint need not wait.
        assertThat(port(connected(ports, client()))).isEqualTo(22310);
        assertThat(second.isOver()).isFalse();
        client.accept().close();
        first.close();
        assertThat(port(closed(second.get()))).isEqualTo(22310);
    }

    @Test
    void four_numbers_that_another_program_has_are_left_alone() throws Exception {
        ServerSocket client = client();
        busy(22311, client);
        ActivePorts ports = new ActivePorts(22311, 22312);
        for (int i = 0; i < 5; i++) {
            ServerSocket other = client();
            busy(22311, other);
            assertThat(port(connected(ports, other))).isEqualTo(22312);
        }
        assertThat(port(connected(ports, client))).isEqualTo(22312);
        assertThatThrownBy(() -> connect(ports, client, SHORT).run())
                .isInstanceOf(DataConnectionException.class)
                .hasMessageContaining("No active port was free for 127.0.0.1 port " + client.getLocalPort())
                .hasMessageContaining("within 0.4 s")
                .hasMessageContaining("2 ports: 1 with another data connection to it, 1 busy");
    }

    @Test
    void four_numbers_that_are_free_again_are_used_though_nobody_tells() throws Exception {
        ServerSocket client = client();
        Socket held = busy(22313, client);
        var waiting = new Waiting<>(
                () -> connect(new ActivePorts(22313), client, LONG).run());
        assertThat(waiting.isOver()).isFalse();
        held.setSoLinger(true, 0);
        held.close();
        assertThat(port(closed(waiting.get()))).isEqualTo(22313);
    }

    /** The server ends a download first, so that its end stays in TIME_WAIT; the kernel may reuse that, or not. */
    @Test
    void a_port_in_time_wait_does_not_keep_another_one_from_being_used() throws Exception {
        ActivePorts ports = new ActivePorts(22314, 22315, 22316, 22317, 22318);
        ServerSocket client = client();
        for (int i = 0; i < 5; i++) {
            ActiveConnection connection = connected(ports, client);
            try (Socket accepted = client.accept()) {
                connection.channel().shutdownOutput();
                connection.close();
                assertThat(accepted.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void a_listener_on_the_port_counts_as_busy() throws Exception {
        closed(new ServerSocket(22319, 1, LOCAL));
        ServerSocket client = client();
        assertThatThrownBy(() -> connect(new ActivePorts(22319), client, SHORT).run())
                .hasMessageContaining("1 port: 0 with another data connection to it, 1 busy (Address already in use)");
        assertThat(port(connected(new ActivePorts(22319, 22320), client))).isEqualTo(22320);
    }

    @Test
    void a_connect_that_fails_gives_its_port_back() throws Exception {
        ActivePorts ports = new ActivePorts(22321);
        ServerSocket client = client();
        client.close();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> connect(ports, client, LONG).run())
                    .isInstanceOf(DataConnectionException.class)
                    .hasMessageContaining("Connection refused");
        }
        ServerSocket again = closed(new ServerSocket());
        again.bind(new InetSocketAddress(LOCAL, client.getLocalPort()));
        assertThat(port(connected(ports, again))).isEqualTo(22321);
    }

    @Test
    void waiting_ends_when_it_is_cancelled() throws Exception {
        ActivePorts ports = new ActivePorts(22322, 22323);
        ServerSocket client = client();
        ActiveConnection first = connected(ports, client);
        busy(port(first) == 22322 ? 22323 : 22322, client);
        ActiveConnect connect = connect(ports, client, LONG);
        var waiting = new Waiting<>(connect::run);
        connect.cancel();
        assertThatThrownBy(waiting::get)
                .isInstanceOf(DataConnectionException.class)
                .hasMessageContaining("given up");
    }

    @Test
    void cancelling_before_and_after_is_allowed() throws Exception {
        ActivePorts ports = new ActivePorts(22324);
        ServerSocket client = client();
        ActiveConnect before = connect(ports, client, LONG);
        before.cancel();
        assertThatThrownBy(before::run).isInstanceOf(DataConnectionException.class);

        ActiveConnect after = connect(ports, client, LONG);
        ActiveConnection connection = closed(after.run());
        after.cancel();
        connection.channel().write(ByteBuffer.wrap(new byte[] {7}));
        try (Socket accepted = client.accept()) {
            assertThat(accepted.getInputStream().read()).isEqualTo(7);
        }
    }

    @Test
    void waiting_ends_when_its_thread_is_interrupted() throws Exception {
        ActivePorts ports = new ActivePorts(22325);
        ServerSocket client = client();
        connected(ports, client);
        var waiting = new Waiting<>(() -> connect(ports, client, LONG).run());
        waiting.interrupt();
        assertThatThrownBy(waiting::get).isInstanceOf(InterruptedException.class);
    }

    @Test
    void closing_twice_does_not_give_back_the_port_of_another() throws Exception {
        ActivePorts ports = new ActivePorts(22326);
        ServerSocket client = client();
        ActiveConnection first = connected(ports, client);
        client.accept().close();
        first.close();
        ActiveConnection second = connected(ports, client);
        first.close();
        assertThatThrownBy(() -> connect(ports, client, SHORT).run())
                .hasMessageContaining("1 port: 1 with another data connection to it, 0 busy");
        assertThat(port(second)).isEqualTo(22326);
    }

    @Test
    void a_set_of_which_no_port_can_be_bound_is_told_before_the_first_transfer() throws Exception {
        closed(new ServerSocket(22327, 1, LOCAL));
        assertThatThrownBy(() -> new ActivePorts(22327).check(LOCAL))
                .isInstanceOf(BindException.class)
                .hasMessage("port 22327 cannot be bound (Address already in use)");
        assertThatCode(() -> new ActivePorts(22327, 22328).check(LOCAL)).doesNotThrowAnyException();
        assertThatCode(() -> new ActivePorts().check(LOCAL)).doesNotThrowAnyException();
    }
}
