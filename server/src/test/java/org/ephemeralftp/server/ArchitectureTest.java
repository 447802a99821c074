package org.ephemeralftp.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.ephemeralftp.server.admin.AdminConfig;
import org.ephemeralftp.server.control.SessionObserver;
import org.ephemeralftp.server.control.SessionView;
import org.ephemeralftp.server.control.TransferReport;
import org.ephemeralftp.server.data.DataSetup;
import org.ephemeralftp.server.lease.ClientKey;
import org.ephemeralftp.server.lease.LeaseCounts;
import org.ephemeralftp.server.lease.LeaseTotals;
import org.ephemeralftp.server.lease.PortState;
import org.ephemeralftp.server.lease.ReleaseCause;

/** The rules of ARCHITECTURE.md about who may import whom. */
class ArchitectureTest {
    private static final String ROOT = "org.ephemeralftp.server";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @ParameterizedTest(name = "{0} imports of ours only: {1}")
    @CsvSource({
        "ports,   ''",
        "lease,   ports",
        "data,    faults lease tls",
        "advertise, lease ports watched",
        "faults,  ''",
        "files,   ''",
        "users,   ''",
        "proxy,   lease",
        "tls,     watched",
        "watched, ''",
        "control, advertise data faults files proxy tls users",
        "admin,   control data lease ports",
    })
    void imports_follow_the_flow(String name, String allowed) {
        String[] own = Stream.concat(
                        Stream.of(name), Arrays.stream(allowed.split(" ")).filter(s -> !s.isEmpty()))
                .map(other -> ROOT + "." + other + "..")
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(ROOT + "." + name + "..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(own).or(not(resideInAPackage(ROOT + ".."))))
                .check(CLASSES);
    }

    /** Rules follow from a configuration, and only the command line asks for them. */
    @Test
    void firewall_rules_read_the_configuration_only() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".firewall..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                ROOT + ".firewall..",
                                ROOT + ".admin..",
                                ROOT + ".advertise..",
                                ROOT + ".ports..",
                                ROOT + ".proxy..",
                                ROOT + ".tls..")
                        .or(belongToAnyOf(ServerConfig.class))
                        .or(not(resideInAPackage(ROOT + ".."))))
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".firewall..", ROOT + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".firewall..")
                .check(CLASSES);
    }

    /** The live view looks on: of both planes it knows what can be seen of them. */
    @Test
    void the_live_view_reads_snapshots_and_observes() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".admin..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(ROOT + ".control..", ROOT + ".data..", ROOT + ".lease..")
                        .and(not(simpleNameEndingWith("View")
                                .or(simpleNameEndingWith("Snapshot"))
                                .or(simpleNameEndingWith("Observer"))
                                .or(belongToAnyOf(
                                        TransferReport.class,
                                        ClientKey.class,
                                        LeaseCounts.class,
                                        LeaseTotals.class,
                                        PortState.class,
                                        ReleaseCause.class,
                                        DataSetup.Mode.class)))))
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".admin..")
                .and(not(belongToAnyOf(EphemeralFtpServer.class)))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".admin..").and(not(belongToAnyOf(AdminConfig.class))))
                .check(CLASSES);
    }

    @Test
    void nothing_imports_the_command_line() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".cli..")
                .check(CLASSES);
    }

    /** Who runs the server has neither JUnit nor a file system in memory. */
    @Test
    void what_is_for_tests_is_needed_by_nothing_else() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".junit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".junit..", "org.junit..", "com.google.common..")
                .check(CLASSES);
    }

    @Test
    void the_command_line_stays_out_of_the_planes() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".cli..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(ROOT + ".control..", ROOT + ".data..", ROOT + ".files..")
                        .and(not(belongToAnyOf(SessionObserver.class, SessionView.class, TransferReport.class))))
                .check(CLASSES);
    }

    /** Faults are for programs that run a server in themselves, and for nobody else. */
    @Test
    void the_command_line_cannot_script_faults() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".faults..")
                .orShould()
                .callMethod(EphemeralFtpServer.class, "faults")
                .check(CLASSES);
    }

    @Test
    void only_control_knows_the_insides_of_apache_ftpserver() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".control..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.ftpserver..", "org.apache.mina..")
                        .and(not(resideInAnyPackage(
                                "org.apache.ftpserver.ftplet..", "org.apache.ftpserver.usermanager.."))))
                .check(CLASSES);
    }

    @Test
    void packages_form_no_cycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nobody_sleeps() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CLASSES);
    }
}
