package org.ephemeralftp.client.probe;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.Endpoint;

/** A number of attempts to connect to passive ports. */
record Connects(List<Connect> all) {
    /** So many connects on either side are no chance: half open ports look like that one time in 64 at most. */
    private static final int ENOUGH = 3;

    /** One of them. */
    record Connect(Cell cell, Endpoint target, PhaseRecord record) {
        boolean connected() {
            return record.outcome() == ConnectionOutcome.CONNECTED;
        }
    }

    Connects of(Predicate<Cell> cells) {
        return new Connects(all.stream().filter(each -> cells.test(each.cell())).toList());
    }

    Connects connected() {
        return new Connects(all.stream().filter(Connect::connected).toList());
    }

    Connects failed() {
        return new Connects(all.stream().filter(each -> !each.connected()).toList());
    }

    Connects with(ConnectionOutcome outcome) {
        return new Connects(
                all.stream().filter(each -> each.record().outcome() == outcome).toList());
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Something was tried, and all of it connected. */
    boolean allConnected() {
        return !isEmpty() && failed().isEmpty();
    }

    /** Something was tried, and nothing connected. */
    boolean noneConnected() {
        return !isEmpty() && connected().isEmpty();
    }

    /** Whether the ports cannot be what these and those differ in. */
    boolean differByMoreThanChance(Connects those) {
        boolean sharePort = ports().stream().anyMatch(those.ports()::contains);
        return sharePort || (all.size() >= ENOUGH && those.all.size() >= ENOUGH);
    }

    Set<Integer> ports() {
        return all.stream().map(each -> each.target().port()).collect(Collectors.toCollection(TreeSet::new));
    }

    List<Cell> cells() {
        return all.stream().map(Connect::cell).distinct().toList();
    }
}
