package org.ephemeralftp.docker.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.ephemeralftp.docker.lab.AddressPlan;
import org.ephemeralftp.docker.lab.LabHost;
import org.ephemeralftp.docker.testing.Program;

/** The lab itself: its hosts reach each other, and nothing of it is left, however it ends. */
class LabIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final String LISTEN = """
            import socket
            listener = socket.create_server(("::", 2121), family=socket.AF_INET6, dualstack_ipv6=True)
            print("ready", flush=True)
            while True:
                listener.accept()[0].close()
            """;

    private static final String CONNECT =
            "import socket, sys; socket.create_connection((sys.argv[1], 2121), timeout=20)";

    @TempDir
    Path directory;

    @BeforeAll
    static void requireAll() {
        Lab.requireAll();
    }

    @ParameterizedTest
    @EnumSource
    void theClientReachesTheServerThroughTheRouter(AddressPlan plan) throws IOException, InterruptedException {
        try (Lab lab = Lab.build(directory, plan);
                Meanwhile server = start(lab, List.of("python3", "-c", LISTEN))) {
            for (String address : List.of(plan.server(), plan.serverIpv6())) {
                Program client = lab.run(LabHost.CLIENT, "python3", "-c", CONNECT, address);

                assertThat(client.status()).as(client.toString()).isZero();
            }
            assertThat(server.handle().isAlive()).isTrue();
        }
    }

    /** The server does so for its certificate, and there is no DNS to wait for. */
    @Test
    void theMachinesOwnNameIsKnownWithoutDns() throws IOException, InterruptedException {
        try (Lab lab = Lab.build(directory, AddressPlan.ROUTED)) {
            Program name = lab.run(LabHost.SERVER, "sh", "-c", "getent -s files hosts $(uname -n)");

            assertThat(name.status()).as(name.toString()).isZero();
        }
    }

    @Test
    void nothingIsLeftWhenItIsClosed() throws IOException, InterruptedException {
        try (Lab lab = Lab.build(directory, AddressPlan.ROUTED);
                Meanwhile process = start(lab, LabProgram.FOREVER);
                Namespaces namespaces = namespacesBelow(ProcessHandle.current())) {
            lab.close();

            awaitTheEnd(namespaces, process.handle());
        }
    }

    @Test
    void nothingIsLeftWhenTheVirtualMachineIsKilled() throws IOException, InterruptedException {
        try (Meanwhile machine = machineWithLab();
                Namespaces namespaces = namespacesBelow(machine.handle())) {
            machine.handle().destroyForcibly();

            awaitTheEnd(namespaces, machine.handle());
        }
    }

    /** While the virtual machine stands still, so that the shell's input stays open. */
    @Test
    void nothingIsLeftWhenItsFirstProcessIsKilled() throws IOException, InterruptedException {
        try (Meanwhile machine = machineWithLab();
                Namespaces namespaces = namespacesBelow(machine.handle())) {
            ProcessHandle unshare = machine.handle()
                    .children()
                    .filter(child -> child.info().command().orElse("").endsWith("unshare"))
                    .findFirst()
                    .orElseThrow();
            String pid = Long.toString(machine.handle().pid());
            assertThat(Program.run(directory, "sh", "-c", "kill -STOP " + pid).status())
                    .isZero();

            unshare.destroyForcibly();

            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(namespaces.left()).isEmpty());
        }
    }

    private Meanwhile machineWithLab() throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LabProgram.class.getName(),
                directory.toString());
        return Meanwhile.start(directory, command);
    }

    private Meanwhile start(Lab lab, List<String> command) throws IOException, InterruptedException {
        return Meanwhile.start(directory, lab.command(LabHost.SERVER, command));
    }

    private static Namespaces namespacesBelow(ProcessHandle process) {
        Namespaces namespaces = Namespaces.below(process);
        assertThat(namespaces.names())
                .as("the lab's own network and that of the host with a process, and the PIDs of both")
                .filteredOn(each -> !each.startsWith("mnt"))
                .hasSize(3);
        return namespaces;
    }

    private static void awaitTheEnd(Namespaces namespaces, ProcessHandle process) {
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(namespaces.left()).isEmpty();
            assertThat(process.isAlive()).isFalse();
        });
    }
}
