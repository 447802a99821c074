package org.ephemeralftp.docker.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.ClientTls;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.probe.Cell;
import org.ephemeralftp.client.probe.CellResult;
import org.ephemeralftp.client.probe.FtpProbe;
import org.ephemeralftp.client.probe.ProbeObserver;
import org.ephemeralftp.client.probe.ProbeReport;
import org.ephemeralftp.client.sweep.PortSweep;
import org.ephemeralftp.client.sweep.SweepReport;

/** The program that runs on the client's host: carries out an order, and writes what it found. */
final class LabClient {
    private LabClient() {}

    /**
     * What it is to do.
     *
     * @param within in place of the request's
     * @param sweep how to sweep after the probe; empty for not at all
     * @param sweeping how long a sweep may take, beside what the probe leaves of its time
     * @param snapshots where to write what the hosts count, before the first cell, after each, and at the end; null for
     *     nowhere
     */
    record Order(
            ProbeRequest request,
            String host,
            int port,
            Account account,
            Duration within,
            Optional<Protection> sweep,
            Duration sweeping,
            @Nullable String snapshots) {
        /** The same with evidence, and a sweep if there is a way for it. */
        Order with(Optional<Protection> sweep, Duration sweeping, String snapshots) {
            return new Order(request, host, port, account, within, sweep, sweeping, snapshots);
        }

        FtpProbe probe() {
            FtpProbe probe = FtpProbe.to(host, port)
                    .login(account.name(), account.password())
                    .trust(ClientTls.Trust.ANYBODY)
                    .modes(request.modes())
                    .families(request.families())
                    .tries(request.tries())
                    .timeout(request.timeout())
                    .within(within);
            if (request.protections().contains(Protection.PLAIN)) {
                probe.plain();
            }
            if (request.protections().contains(Protection.TLS)) {
                probe.tls();
            }
            if (!request.longTransfer().isZero()) {
                probe.longTransfer(request.longTransfer());
            }
            return request.unconnected() ? probe.unconnected() : probe;
        }
    }

    /** What it found. */
    record Found(ProbeReport probe, Optional<SweepReport> sweep) {}

    /** The arguments are the files with the order and for what is found. */
    public static void main(String[] arguments) throws IOException {
        Order order = LabJson.read(Path.of(arguments[0]), Order.class);
        FtpProbe probe = order.probe();
        if (order.snapshots() == null) {
            LabJson.write(Path.of(arguments[1]), new Found(probe.run(), Optional.empty()));
            return;
        }
        Observer observer = new Observer(Path.of(order.snapshots()));
        ProbeReport report = probe.observer(observer).run();
        Optional<SweepReport> sweep = sweep(order, report.took());
        observer.take();
        LabJson.write(Path.of(arguments[1]), new Found(report, sweep));
    }

    private static Optional<SweepReport> sweep(Order order, Duration took) {
        Duration left = order.within().minus(took);
        Duration limit = order.sweeping().plus(left.isNegative() ? Duration.ZERO : left);
        if (order.sweep().isEmpty()) {
            return Optional.empty();
        }
        PortSweep sweep = PortSweep.to(order.host(), order.port())
                .login(order.account().name(), order.account().password())
                .families(order.request().families())
                .timeout(order.request().timeout())
                .timeLimit(limit);
        if (order.sweep().get() == Protection.TLS) {
            sweep.tls(ClientTls.Trust.ANYBODY);
        }
        try {
            return Optional.of(sweep.run());
        } catch (IOException e) {
            // No session could be had; the probe tells why.
            return Optional.empty();
        }
    }

    /** Reads the counters between cells. */
    private static final class Observer implements ProbeObserver {
        private final Path directory;
        private int taken;

        private Observer(Path directory) {
            this.directory = directory;
        }

        @Override
        public void cellStarted(Cell cell) {
            if (taken == 0) {
                take();
            }
        }

        @Override
        public void cellEnded(CellResult result) {
            take();
        }

        private void take() {
            List<String> command = List.of(
                    "sh",
                    Snapshots.SCRIPT,
                    directory.resolve(Integer.toString(taken)).toString());
            taken++;
            try {
                HostProgram.run(command, "").orThrow("The counters cannot be read");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LabException("interrupted", e);
            }
        }
    }
}
