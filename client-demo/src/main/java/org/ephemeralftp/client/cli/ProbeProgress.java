package org.ephemeralftp.client.cli;

import org.ephemeralftp.client.probe.Cell;
import org.ephemeralftp.client.probe.CellResult;
import org.ephemeralftp.client.probe.PhaseRecord;
import org.ephemeralftp.client.probe.ProbeObserver;
import org.ephemeralftp.client.report.Progress;

/** The {@link Progress} of a probe: how many of its cells are done, and where it is in the next. */
final class ProbeProgress implements ProbeObserver, AutoCloseable {
    private final Progress progress;
    private int done;

    ProbeProgress(int cells) {
        progress = Progress.of("Probe", cells, Progress.standardErrorIsTerminal());
    }

    @Override
    public void cellStarted(Cell cell) {
        progress.to(done, cell.toString());
    }

    @Override
    public void phaseEnded(Cell cell, PhaseRecord phase) {
        progress.to(done, cell + ", " + phase.phase());
    }

    @Override
    public void cellEnded(CellResult result) {
        done++;
    }

    @Override
    public void close() {
        progress.close();
    }
}
