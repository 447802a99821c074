package org.ephemeralftp.client.cli;

import java.io.PrintWriter;

import org.ephemeralftp.client.probe.Cell;
import org.ephemeralftp.client.probe.CellResult;
import org.ephemeralftp.client.probe.PhaseRecord;
import org.ephemeralftp.client.probe.ProbeObserver;

/** One line of a terminal that says where a probe is, and is gone when it is over. */
final class ProbeProgress implements ProbeObserver {
    private static final int WIDTH = 60;

    private final PrintWriter out;
    private final int cells;
    private int begun;

    ProbeProgress(PrintWriter out, int cells) {
        this.out = out;
        this.cells = cells;
    }

    @Override
    public void cellStarted(Cell cell) {
        begun++;
        show(begun + " of " + cells + ": " + cell);
    }

    @Override
    public void phaseEnded(Cell cell, PhaseRecord phase) {
        show(begun + " of " + cells + ": " + cell + ", " + phase.phase());
    }

    @Override
    public void cellEnded(CellResult result) {
        show("");
    }

    private void show(String text) {
        out.print("\r" + text + " ".repeat(WIDTH - text.length()) + "\r");
        out.flush();
    }
}
