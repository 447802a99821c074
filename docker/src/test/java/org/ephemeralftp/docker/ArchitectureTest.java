package org.ephemeralftp.docker;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rules of ARCHITECTURE.md about who may import whom, for the client and for what drives it and the server. */
class ArchitectureTest {
    private static final String ROOT = "org.ephemeralftp.docker";
    private static final String CLIENT = "org.ephemeralftp.client";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT, CLIENT);

    @Test
    void nothing_imports_a_command_line() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.ephemeralftp..cli..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CLIENT + ".cli..", "org.ephemeralftp.server.cli..")
                .check(CLASSES);
    }

    @Test
    void the_client_knows_no_server() {
        noClasses()
                .that()
                .resideInAPackage(CLIENT + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.ephemeralftp.server..", ROOT + "..", "org.apache.ftpserver..")
                .check(CLASSES);
    }

    /** The lab is there for users' own programs: with no command line, no JUnit and no Testcontainers. */
    @Test
    void the_lab_needs_neither_its_front_nor_a_test_framework() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".lab..")
                .should()
                .onlyDependOnClassesThat(resideInAPackage(ROOT + ".lab..").or(not(resideInAPackage(ROOT + ".."))))
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".lab..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "org.junit..", "org.testcontainers..")
                .check(CLASSES);
    }

    @Test
    void junit_is_for_its_extension_and_Testcontainers_for_the_container() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".junit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit..", ROOT + ".junit..")
                .check(CLASSES);
        noClasses()
                .that(resideInAnyPackage(ROOT + ".cli..", ROOT + ".lab..", ROOT + ".junit..", CLIENT + ".."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.testcontainers..")
                .check(CLASSES);
    }

    @Test
    void packages_form_no_cycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching(CLIENT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nobody_sleeps() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CLASSES);
    }
}
