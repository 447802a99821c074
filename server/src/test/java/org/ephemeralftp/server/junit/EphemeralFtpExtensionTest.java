package org.ephemeralftp.server.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.platform.testkit.engine.EngineTestKit;

/** How long a server of the extension lives. The classes it tries this on are run by the test kit alone. */
@Isolated("the servers that were seen are counted")
class EphemeralFtpExtensionTest {
    private static final List<TestFtpServer> SEEN = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    @Test
    void a_parameter_is_a_server_of_the_method() {
        run(ParameterOfMethods.class, 2);

        assertThat(distinctServers()).hasSize(2);
        assertThat(SEEN).hasSize(4).allSatisfy(EphemeralFtpExtensionTest::isStopped);
    }

    @ExtendWith(EphemeralFtpExtension.class)
    static class ParameterOfMethods {
        @BeforeEach
        void before(TestFtpServer ftp) {
            saw(ftp);
        }

        @Test
        void first(TestFtpServer ftp) {
            saw(ftp);
        }

        @Test
        void second(TestFtpServer ftp) {
            saw(ftp);
        }
    }

    @Test
    void a_parameter_of_the_class_serves_its_methods() {
        run(ParameterOfClass.class, 2);

        assertThat(distinctServers()).hasSize(1);
        assertThat(SEEN).hasSize(3).allSatisfy(EphemeralFtpExtensionTest::isStopped);
    }

    @ExtendWith(EphemeralFtpExtension.class)
    static class ParameterOfClass {
        @BeforeAll
        static void before(TestFtpServer ftp) {
            saw(ftp);
        }

        @Test
        void first(TestFtpServer ftp) {
            saw(ftp);
        }

        @Test
        void second(TestFtpServer ftp) {
            saw(ftp);
        }
    }

    @Test
    void a_class_that_asks_for_no_server_starts_none() {
        run(NoParameter.class, 1);

        assertThat(SEEN).isEmpty();
    }

    @ExtendWith(EphemeralFtpExtension.class)
    static class NoParameter {
        @Test
        void needs_none() {}
    }

    @Test
    void an_instance_field_is_a_server_of_the_method() {
        run(InstanceField.class, 2);

        assertThat(distinctServers()).hasSize(2);
        assertThat(SEEN).hasSize(2).allSatisfy(EphemeralFtpExtensionTest::isStopped);
    }

    static class InstanceField {
        @RegisterExtension
        final EphemeralFtpExtension ftp = EphemeralFtpExtension.create();

        @Test
        void first() {
            saw(ftp.server());
        }

        @Test
        void second(TestFtpServer parameter) {
            assertThat(parameter).isSameAs(ftp.server());
            saw(ftp.server());
        }
    }

    @Test
    void a_static_field_is_a_server_of_the_class_and_of_those_in_it() {
        run(StaticField.class, 3);

        assertThat(distinctServers()).hasSize(1);
        assertThat(SEEN).hasSize(3).allSatisfy(EphemeralFtpExtensionTest::isStopped);
    }

    static class StaticField {
        @RegisterExtension
        static final EphemeralFtpExtension FTP =
                EphemeralFtpExtension.with(server -> server.passivePorts("27400-27409"));

        @Test
        void first() {
            saw(FTP.server());
        }

        @Nested
        class Inner {
            @Test
            void second() {
                saw(FTP.server());
            }
        }

        @Test
        void third(TestFtpServer ftp) {
            assertThat(ftp.ports()).hasToString("27400-27409");
            saw(ftp);
        }
    }

    @Test
    void two_fields_are_two_servers() {
        run(TwoFields.class, 1);

        assertThat(distinctServers()).hasSize(2);
        assertThat(SEEN).hasSize(2).allSatisfy(EphemeralFtpExtensionTest::isStopped);
    }

    static class TwoFields {
        @RegisterExtension
        final EphemeralFtpExtension from = EphemeralFtpExtension.create();

        @RegisterExtension
        final EphemeralFtpExtension to = EphemeralFtpExtension.create();

        @Test
        void only() {
            saw(from.server());
            saw(to.server());
        }
    }

    @Test
    void a_server_is_stopped_after_a_test_that_failed_too() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Failing.class))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.started(1).failed(1));

        assertThat(SEEN).hasSize(1).allSatisfy(EphemeralFtpExtensionTest::isStopped);
    }

    @ExtendWith(EphemeralFtpExtension.class)
    static class Failing {
        @Test
        void fails(TestFtpServer ftp) {
            saw(ftp);
            throw new IllegalStateException("as it should");
        }
    }

    @Test
    void outside_of_a_test_there_is_no_server() {
        assertThatThrownBy(() -> EphemeralFtpExtension.create().server())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("take a parameter of type TestFtpServer");
    }

    private static void run(Class<?> tests, int succeeding) {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.started(succeeding).succeeded(succeeding));
    }

    private static void saw(TestFtpServer ftp) {
        assertThat(accepts(ftp)).isTrue();
        SEEN.add(ftp);
    }

    private static List<TestFtpServer> distinctServers() {
        return SEEN.stream().distinct().toList();
    }

    private static void isStopped(TestFtpServer ftp) {
        assertThat(accepts(ftp)).isFalse();
    }

    private static boolean accepts(TestFtpServer ftp) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(ftp.host(), ftp.port()), 20_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
