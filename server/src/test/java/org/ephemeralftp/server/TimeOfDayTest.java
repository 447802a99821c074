package org.ephemeralftp.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The time of day is asked for only where one is shown or compared with those of files: limits must not depend on it. */
class TimeOfDayTest {
    /** Each with its reason. */
    private static final Set<String> MAY = Set.of(
            // What the stock server shows as the time of a request.
            "org.ephemeralftp.server.control.ControlRequest",
            // The year or the time of a file, as ls does it.
            "org.ephemeralftp.server.control.ListLine",
            // Until when a certificate is valid.
            "org.ephemeralftp.server.tls.TlsContexts",
            // Whether a file of users was left alone since it was written.
            "org.ephemeralftp.server.users.Accounts",
            "org.ephemeralftp.server.users.FileSight",
            // When a snapshot was taken.
            "org.ephemeralftp.server.lease.PortLeases",
            // Since when a session and a connection are there, which snapshots show.
            "org.ephemeralftp.server.control.ObservedSession",
            "org.ephemeralftp.server.data.ActiveConnection",
            "org.ephemeralftp.server.lease.LeasedConnection",
            // When something happened, as the live view shows it.
            "org.ephemeralftp.server.admin.AdminServer",
            "org.ephemeralftp.server.admin.EventFeed",
            "org.ephemeralftp.server.admin.EventReader",
            "org.ephemeralftp.server.admin.LastExhaustion",
            // How long ago a lease began, which a lease that has just ended tells from the same clock.
            "org.ephemeralftp.server.admin.LeaseTimes");

    private static boolean tellsTheTimeOfDay(AccessTarget target) {
        String owner = target.getOwner().getName();
        String name = target.getName();
        return (owner.equals("java.lang.System") && name.equals("currentTimeMillis"))
                || (owner.startsWith("java.time.") && name.equals("now"))
                || (owner.equals("java.time.Clock") && name.startsWith("system"))
                || (owner.equals("java.util.Date") && name.equals("<init>"));
    }

    @Test
    void only_where_it_is_meant() {
        noClasses()
                .that(DescribedPredicate.describe("are not those that mean it", type -> !MAY.contains(type.getName())))
                .should()
                .accessTargetWhere(DescribedPredicate.<JavaAccess<?>>describe(
                        "tells the time of day", access -> tellsTheTimeOfDay(access.getTarget())))
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("org.ephemeralftp.server"));
    }
}
