package org.ephemeralftp.client.tour;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.DataMode;

/** The part of a tour that goes over one address family. */
final class FamilyTour {
    private final AddressFamily family;
    private final List<InetAddress> addresses;
    private final TourPlan plan;
    private final Surroundings surroundings;
    private final ControlConnections control;
    private final ReadOnlyReference reference;
    private @Nullable InetAddress chosen;
    private @Nullable RecordingFtpClient client;

    FamilyTour(
            AddressFamily family,
            List<InetAddress> addresses,
            TourPlan plan,
            Surroundings surroundings,
            ControlConnections control,
            ReadOnlyReference reference) {
        this.family = family;
        this.addresses = addresses;
        this.plan = plan;
        this.surroundings = surroundings;
        this.control = control;
        this.reference = reference;
    }

    FamilyVisit visit() {
        Timeline timeline = newTimeline();
        try {
            openFirst(timeline);
        } catch (TourFailure e) {
            boolean served = e.kind() != TourFailure.Kind.NOT_ACCEPTED;
            String why = plan.password().hideIn(FailureText.describe(e, ""));
            return new FamilyVisit(
                    family,
                    served ? Outcome.FAILED : Outcome.SKIPPED,
                    why,
                    timeline.control(),
                    timeline.events(),
                    List.of());
        }
        List<TourCell> cells = new ArrayList<>();
        try {
            for (DataMode mode : plan.modes()) {
                TourCell cell = mode.carries(family) ? tour(mode) : notApplicable(mode);
                cells.add(cell);
                surroundings.observer().cellEnded(cell);
            }
        } finally {
            leave();
        }
        return new FamilyVisit(family, Outcome.OK, "", timeline.control(), timeline.events(), cells);
    }

    /** Tries the addresses in the resolver's order and stays with the first that accepts. */
    private void openFirst(Timeline timeline) throws TourFailure {
        TourFailure last = new TourFailure("no address");
        for (InetAddress address : addresses) {
            try {
                client = control.open(address, timeline);
                chosen = address;
                return;
            } catch (TourFailure e) {
                if (e.kind() != TourFailure.Kind.NOT_ACCEPTED) {
                    throw e;
                }
                last = e;
            }
        }
        throw last;
    }

    private TourCell notApplicable(DataMode mode) {
        return TourCell.untried(mode, family, Outcome.NOT_APPLICABLE, "not applicable (use " + mode.extended() + ")");
    }

    private TourCell tour(DataMode mode) {
        surroundings.observer().cellStarted(mode, family);
        Timeline timeline = newTimeline();
        Trip trip = newTrip();
        Outcome outcome = Outcome.OK;
        String detail = "";
        long bytes = 0;
        try {
            RecordingFtpClient current = ready(timeline);
            current.use(mode);
            bytes = trip.go(current, timeline);
        } catch (IOException e) {
            outcome = Outcome.FAILED;
            detail = plan.password().hideIn(explain(e, timeline));
            timeline.add(TourEvent.Kind.PROBLEM, detail);
            // What state the control connection is in is anybody's guess: the next cell gets a new one.
            giveUp();
            trip.cleanUp(this::ready, timeline);
        }
        return new TourCell(
                mode,
                family,
                outcome,
                detail,
                timeline.control(),
                timeline.events(),
                timeline.connections(),
                bytes,
                timeline.elapsed());
    }

    private String explain(IOException e, Timeline timeline) {
        boolean ours = e instanceof TourFailure || e.getCause() instanceof TourFailure;
        if (client == null || ours) {
            return FailureText.describe(e, timeline.lastReply());
        }
        return FailureText.describe(client.asSeen(e), timeline.lastReply()) + client.lateReply();
    }

    private RecordingFtpClient ready(Timeline timeline) throws IOException {
        RecordingFtpClient current = client;
        if (current == null) {
            timeline.step(Step.CONNECT);
            timeline.note("a new control connection, as something failed on the last one");
            current = control.open(Objects.requireNonNull(chosen), timeline);
            client = current;
        }
        current.recordTo(timeline);
        return current;
    }

    private Trip newTrip() {
        if (plan.readOnly()) {
            return new ReadOnlyTrip(reference);
        }
        String unique = HexFormat.of().toHexDigits(surroundings.random().nextLong());
        Payload payload = new Payload(surroundings.random().nextLong(), plan.size());
        return new RoundTrip("ephemeral-ftp-tour-" + unique + ".bin", payload);
    }

    private Timeline newTimeline() {
        return new Timeline(surroundings.ticker(), surroundings.observer(), plan.password());
    }

    private void giveUp() {
        if (client != null) {
            client.abandon();
            client = null;
        }
    }

    private void leave() {
        if (client == null) {
            return;
        }
        // The goodbye belongs to no cell.
        client.recordTo(new Timeline(surroundings.ticker(), new TourObserver() {}, plan.password()));
        try {
            client.quit();
        } catch (IOException e) {
            // All is done; a server that does not say goodbye changes nothing.
        } finally {
            giveUp();
        }
    }
}
