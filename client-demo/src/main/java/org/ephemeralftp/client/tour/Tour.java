package org.ephemeralftp.client.tour;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.ServerAddress;
import org.ephemeralftp.client.connection.StallGuard;

/**
 * A walk through every way to set up a data connection with an FTP server: PASV, EPSV, PORT and EPRT over IPv4 and
 * IPv6.
 *
 * <p>In each cell a file is uploaded, listed, downloaded, compared and deleted, and all four numbers of each data
 * connection are recorded. Works with any FTP server:
 *
 * <pre>{@code
 * TourReport report = Tour.to(new ServerAddress("localhost", 2121)).login("demo", "secret").build().run();
 * }</pre>
 */
public final class Tour {
    private final TourPlan plan;
    private final Surroundings surroundings;

    Tour(TourPlan plan, Surroundings surroundings) {
        this.plan = plan;
        this.surroundings = surroundings;
    }

    /** Begins to describe a tour of this server. */
    public static TourBuilder to(ServerAddress server) {
        return new TourBuilder(server);
    }

    /** Takes the tour; what goes wrong on the way is in the report, and every wait has a limit. */
    public TourReport run() {
        List<InetAddress> addresses;
        String whyNone = plan.server().host() + " has no %s address";
        try {
            addresses = surroundings.lookup().addresses(plan.server().host());
        } catch (UnknownHostException e) {
            addresses = List.of();
            whyNone = plan.server().host() + " is not a known host: check its spelling and the DNS";
        }
        List<FamilyVisit> visits = new ArrayList<>();
        ReadOnlyReference reference = new ReadOnlyReference();
        try (StallGuard guard = new StallGuard(surroundings.ticker())) {
            ControlConnections control = new ControlConnections(plan, surroundings, guard);
            for (AddressFamily family : plan.families()) {
                surroundings.observer().familyStarted(family);
                FamilyVisit visit;
                List<InetAddress> ofFamily = addresses.stream()
                        .filter(address -> AddressFamily.of(address) == family)
                        .toList();
                if (ofFamily.isEmpty()) {
                    visit = skipped(family, whyNone.formatted(family));
                } else if (control.loginWasRefused()) {
                    // The same password again proves nothing and may lock the account.
                    visit = skipped(family, "not tried: the login was refused before");
                } else {
                    visit = new FamilyTour(family, ofFamily, plan, surroundings, control, reference).visit();
                }
                visits.add(visit);
                surroundings.observer().familyEnded(visit);
            }
        }
        return new TourReport(plan.server(), visits);
    }

    private static FamilyVisit skipped(AddressFamily family, String why) {
        return new FamilyVisit(family, Outcome.SKIPPED, why, null, List.of(), List.of());
    }
}
