package org.ephemeralftp.docker.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.testkit.engine.EngineTestKit;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.docker.lab.FirewallLab;
import org.ephemeralftp.docker.lab.LabException;
import org.ephemeralftp.docker.lab.LabHost;
import org.ephemeralftp.docker.lab.ProbeRequest;
import org.ephemeralftp.docker.testing.LabRequires;
import org.ephemeralftp.docker.testing.Program;

/** How long a lab of the extension lives, and what becomes of tests where there can be none. */
@Timeout(300)
class FirewallLabExtensionIT {
    private static final ProbeRequest ONE_CELL =
            ProbeRequest.ALL.modes(DataMode.PASV).protections(Protection.PLAIN).families(AddressFamily.IPV4);
    private static final List<FirewallLab> SEEN = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    @Test
    void aStaticFieldIsOneLabForAllMethodsAndIsClosedAfterThem() {
        LabRequires.all();
        SEEN.clear();

        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(StaticField.class))
                .execute()
                .testEvents()
                .assertStatistics(events -> events.succeeded(2));

        assertThat(SEEN).hasSize(2);
        assertThat(SEEN.get(0)).isSameAs(SEEN.get(1));
        assertThatThrownBy(() -> SEEN.get(0).probe(ONE_CELL)).isInstanceOf(LabException.class);
    }

    static class StaticField {
        @RegisterExtension
        static final FirewallLabExtension LAB =
                FirewallLabExtension.with(lab -> lab).required();

        @Test
        void byParameter(FirewallLab lab) {
            SEEN.add(lab);
        }

        @Test
        void byField() {
            SEEN.add(LAB.lab());
        }
    }

    @Test
    void anInstanceFieldIsALabForEachMethod() {
        LabRequires.all();
        SEEN.clear();

        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(InstanceField.class))
                .execute()
                .testEvents()
                .assertStatistics(events -> events.succeeded(2));

        assertThat(SEEN).hasSize(2).doesNotHaveDuplicates();
    }

    static class InstanceField {
        @RegisterExtension
        final FirewallLabExtension lab = FirewallLabExtension.with(it -> it).required();

        @Test
        void first() {
            SEEN.add(lab.lab());
        }

        @Test
        void second() {
            SEEN.add(lab.lab());
        }
    }

    @Test
    void outsideOfTestsThereIsNoLab() {
        assertThatThrownBy(() -> FirewallLabExtension.with(lab -> lab).lab())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("There is no lab now");
    }

    /** Without a path, no program of the lab is there. */
    @ParameterizedTest
    @CsvSource({"Skipped, ABORTED", "Required, FAILED"})
    void whereThereCanBeNoLabTestsAreSkippedOrFail(String name, String status)
            throws IOException, InterruptedException {
        Program tests = Program.run(
                directory,
                List.of(
                        "env",
                        "PATH=" + directory,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TestsProgram.class.getName(),
                        FirewallLabExtensionIT.class.getName() + "$" + name));

        assertThat(tests.status()).as(tests.toString()).isZero();
        assertThat(tests.out()).contains("status = " + status, "nft");
    }

    static class Skipped {
        @RegisterExtension
        static final FirewallLabExtension LAB = FirewallLabExtension.with(lab -> lab);

        @Test
        void neverRuns() {
            SEEN.add(LAB.lab());
        }
    }

    static class Required {
        @RegisterExtension
        static final FirewallLabExtension LAB =
                FirewallLabExtension.with(lab -> lab).required();

        @Test
        void neverRuns() {
            SEEN.add(LAB.lab());
        }
    }

    /** Rules that are wrong are no reason to skip what would have tested them. */
    @Test
    void wrongRulesFailEverywhere() {
        LabRequires.all();

        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(WrongRules.class))
                .execute()
                .containerEvents()
                .assertStatistics(events -> events.aborted(0).failed(1));
    }

    static class WrongRules {
        @RegisterExtension
        static final FirewallLabExtension LAB =
                FirewallLabExtension.with(lab -> lab.ruleset(LabHost.SERVER, Path.of("missing.nft")));

        @Test
        void neverRuns() {
            SEEN.add(LAB.lab());
        }
    }
}
