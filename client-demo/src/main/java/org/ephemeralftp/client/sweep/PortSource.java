package org.ephemeralftp.client.sweep;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import org.ephemeralftp.client.connection.Reply;

/** The way to a port that is wanted: by its name from a server that gives it so, else by drawing until it comes. */
final class PortSource {
    private static final Duration WHILE_BUSY = Duration.ofMillis(500);

    /** Servers may let a port rest for some seconds after a lease that nobody used. */
    private static final int BUSY_TRIES = 16;

    private final DrawingRule rule;
    private final Map<Integer, Integer> busy = new HashMap<>();
    private final Ledger ledger;
    private final TimeLimit time;
    private volatile Learning.Way way = Learning.Way.BY_DRAWING;

    PortSource(DrawingRule rule, Ledger ledger, TimeLimit time) {
        this.rule = rule;
        this.ledger = ledger;
        this.time = time;
    }

    /** Asks for the ports that can be had by name; empty if the server knows no such thing. */
    Optional<PortNumbers> askForNames(SweepSession session) throws IOException {
        Reply reply = session.site("PORTS");
        if (reply.code() == 200 && reply.text().length() > 4) {
            try {
                PortNumbers told = PortNumbers.parse(reply.text().substring(4));
                way = Learning.Way.BY_NAME;
                return Optional.of(told);
            } catch (IllegalArgumentException e) {
                // Another server's SITE LEASE, or a politeness that means nothing.
            }
        }
        return Optional.empty();
    }

    /** Leases a port that the pass wants; none if there will not be another one. */
    OptionalInt lease(SweepSession session, Pass pass) throws IOException {
        return way == Learning.Way.BY_NAME ? named(session, pass) : drawn(session, pass);
    }

    private OptionalInt named(SweepSession session, Pass pass) throws IOException {
        while (!time.isOver()) {
            OptionalInt next = pass.next();
            if (next.isEmpty()) {
                return next;
            }
            int port = next.getAsInt();
            Reply choice;
            SweepSession.Lease lease;
            try {
                choice = session.site("PORT " + port);
                lease = choice.completion() ? session.lease() : new SweepSession.Lease(0, choice.text());
            } catch (IOException e) {
                pass.putBack(port);
                throw e;
            }
            if (lease.port() == port) {
                return next;
            }
            if (lease.given() || choice.code() >= 500) {
                // It names other ports than it hands out, as where others are advertised; what it draws can be
                // believed.
                way = Learning.Way.BY_DRAWING;
                pass.drop();
                return OptionalInt.empty();
            }
            wait(port, lease.reply(), pass);
        }
        return OptionalInt.empty();
    }

    private void wait(int port, String reply, Pass pass) {
        synchronized (busy) {
            if (busy.merge(port, 1, Integer::sum) > BUSY_TRIES) {
                ledger.notGiven(port, reply);
                return;
            }
        }
        pass.putBack(port);
        time.pause(WHILE_BUSY);
    }

    private OptionalInt drawn(SweepSession session, Pass pass) throws IOException {
        int refusals = 0;
        while (!time.isOver() && !rule.tooMany() && pass.goesOn(rule.atLeast())) {
            SweepSession.Lease lease = session.lease();
            if (lease.given()) {
                refusals = 0;
                if (pass.claim(lease.port(), rule.drawn(lease.port()))) {
                    return OptionalInt.of(lease.port());
                }
            } else if (++refusals > BUSY_TRIES) {
                throw new SweepSession.NoSessionException("the server has no port for this session: " + lease.reply());
            } else {
                time.pause(WHILE_BUSY);
            }
        }
        return OptionalInt.empty();
    }

    /** Whether there is no port left to this pass: none is wanted, or what is wanted is not handed out. */
    boolean exhausted(Pass pass) {
        return way == Learning.Way.BY_NAME ? pass.isEmpty() : !rule.tooMany() && !pass.goesOn(rule.atLeast());
    }

    boolean byName() {
        return way == Learning.Way.BY_NAME;
    }

    boolean tooManyDraws() {
        return rule.tooMany();
    }

    Learning learning() {
        return rule.learning(way);
    }
}
