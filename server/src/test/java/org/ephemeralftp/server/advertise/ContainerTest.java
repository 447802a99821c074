package org.ephemeralftp.server.advertise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.ports.PortSet;
import org.ephemeralftp.server.testing.Machine;

class ContainerTest {
    private static final PortSet PORTS = PortSet.range(50000, 50009);

    @TempDir
    private Path root;

    private void write(String file, String content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private Optional<String> kind(Map<String, String> environment) {
        return Container.detect(root, environment).map(Container::kind);
    }

    @ParameterizedTest
    @CsvSource({".dockerenv, Docker", "run/.containerenv, Podman"})
    void the_files_of_engines_tell(String file, String kind) throws IOException {
        assertThat(kind(Map.of())).isEmpty();
        write(file, "");
        assertThat(kind(Map.of())).contains(kind);
    }

    @Test
    void variables_tell() {
        assertThat(kind(Map.of("KUBERNETES_SERVICE_HOST", "10.96.0.1"))).contains("Kubernetes");
        assertThat(kind(Map.of("container", "lxc"))).contains("any");
        assertThat(kind(Map.of("container", "", "PATH", "/bin"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12:memory:/docker/0123456789abcdef0123456789abcdef",
                "0::/system.slice/docker-0123456789abcdef0123456789abcdef.scope",
                "0::/machine.slice/libpod-0123456789abcdef.scope/container",
                "4:cpu:/kubepods/besteffort/pod1/2",
                "0::/kubepods.slice/kubepods-burstable.slice/cri-containerd-0123456789abcdef.scope",
                "2:cpu:/lxc/box",
                "0::/lxc.payload.box/init.scope",
            })
    void control_groups_tell(String group) throws IOException {
        write("proc/self/cgroup", "9:pids:/\n" + group + "\n");
        assertThat(kind(Map.of())).contains("any");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0::/",
                "0::/system.slice/docker.service",
                "0::/user.slice/user-1000.slice/session-1.scope",
                "0::/system.slice/containerd.service"
            })
    void other_control_groups_do_not(String group) throws IOException {
        write("proc/self/cgroup", group + "\n");
        assertThat(kind(Map.of())).isEmpty();
    }

    private static Optional<String> advice(String... addresses) throws UnknownHostException {
        List<InetAddress> parsed = new ArrayList<>();
        for (String address : addresses) {
            parsed.add(Machine.address(address));
        }
        return new Container("Docker").advice(parsed, PORTS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "172.17.0.2",
                "10.1.2.3",
                "192.168.1.1",
                "100.64.0.1",
                "100.127.255.255",
                "fd00::2",
                "172.31.1.1 2001:db8::1"
            })
    void an_address_of_the_inside_is_named_with_the_ways_out(String addresses) throws Exception {
        String told = Machine.address(addresses.replaceFirst(" .*", "")).getHostAddress();
        assertThat(advice(addresses.split(" ", -1)))
                .hasValueSatisfying(advice -> assertThat(advice)
                        .startsWith("This is a container (Docker): ")
                        .contains(told, "--advertise HOST", "-p 50000-50009:50000-50009", "--advertise HOST/50000=")
                        .doesNotContain("2001"));
    }

    @Test
    void nobody_is_told_to_publish_thousands_of_ports() throws Exception {
        assertThat(new Container("Docker").advice(List.of(Machine.address("172.17.0.2")), PortSet.parse("iana")))
                .hasValueSatisfying(advice ->
                        assertThat(advice).contains("16384", "--passive-ports").doesNotContain("-p 49152"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "203.0.113.1",
                "172.32.0.1",
                "100.128.0.1",
                "2001:db8::1",
                "203.0.113.1 172.17.0.1",
                "203.0.113.1 fd00::1"
            })
    void an_address_of_the_outside_needs_no_advice(String addresses) throws Exception {
        assertThat(advice(addresses.split(" ", -1))).isEmpty();
    }

    @Test
    void nobody_outside_reaches_a_server_on_the_loopback_address() throws Exception {
        assertThat(Container.addresses(Machine.address("127.0.0.1"))).isEmpty();
        assertThat(advice()).isEmpty();
        InetAddress one = Machine.address("172.17.0.2");
        assertThat(Container.addresses(one)).containsExactly(one);
        assertThat(Container.addresses(Machine.address("0.0.0.0")))
                .isEqualTo(Container.addresses(null))
                .noneMatch(InetAddress::isLoopbackAddress);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, true",
        "0.0.0.0/0=192.0.2.1, true",
        "10.0.0.0/8=192.0.2.1, false",
        "::/0=192.0.2.1, false",
        "::/0=2001:db8::1, false"
    })
    void a_rule_for_everyone_answers_the_question(String rule, boolean everyone) {
        assertThat(AdvertiseRules.of(List.of(AdvertiseRule.parse(rule)), PORTS).areForEveryone())
                .isEqualTo(everyone);
        assertThat(AdvertiseRules.NONE.areForEveryone()).isFalse();
    }
}
