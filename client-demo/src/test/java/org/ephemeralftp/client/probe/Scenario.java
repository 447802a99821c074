package org.ephemeralftp.client.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.ephemeralftp.client.connection.ServerAddress;

/** What a probe saw in all cells, made up for a test, and what is to be made of it. */
final class Scenario {
    private final String name;
    private final int port;
    private final List<CellResult> cells = new ArrayList<>();
    private final Map<Cell, List<CauseKind>> causes = new LinkedHashMap<>();
    private final List<CauseKind> remarks = new ArrayList<>();
    private boolean conclusive;

    private Scenario(String name, int port) {
        this.name = name;
        this.port = port;
    }

    static Scenario named(String name) {
        return new Scenario(name, 21);
    }

    /** The control port is another one than FTP's own. */
    static Scenario named(String name, int port) {
        return new Scenario(name, port);
    }

    /** The cells whose names match, each with what is seen there. */
    Scenario see(String cells, UnaryOperator<Sight> what) {
        for (String cell : cells.split(" ", -1)) {
            this.cells.add(what.apply(Sight.of(cell)).see());
        }
        return this;
    }

    Scenario untried(CellResult result) {
        cells.add(result);
        return this;
    }

    /** These cells have these causes, in this order, and no others. */
    Scenario because(String cells, CauseKind... kinds) {
        for (String cell : cells.split(" ", -1)) {
            causes.put(Sight.cell(cell), List.of(kinds));
        }
        return this;
    }

    /** Every diagnosis is conclusive. */
    Scenario conclusively() {
        conclusive = true;
        return this;
    }

    Scenario remarking(CauseKind... kinds) {
        remarks.addAll(List.of(kinds));
        return this;
    }

    DiagnosisRules rules() {
        return new DiagnosisRules(new ServerAddress(Sight.SERVER, port), cells);
    }

    List<CellResult> cells() {
        return cells;
    }

    Map<Cell, List<CauseKind>> causes() {
        return causes;
    }

    List<CauseKind> remarks() {
        return remarks;
    }

    boolean conclusive() {
        return conclusive;
    }

    @Override
    public String toString() {
        return name;
    }
}
