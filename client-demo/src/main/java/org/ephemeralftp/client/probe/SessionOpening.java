package org.ephemeralftp.client.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.ControlConnection;
import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.connection.Reply;

/** The way of one control connection from nothing to a session, phase by phase. */
final class SessionOpening {
    private final Surroundings surroundings;
    private final ProbePlan plan;
    private final Cell cell;
    private final AttemptLog log;
    private final OpenSockets sockets;
    private final Duration wait;

    /**
     * @param sockets everything that is opened is added to them, and closed by whoever gave them
     * @param wait of each single wait, at most
     */
    SessionOpening(Surroundings surroundings, Cell cell, AttemptLog log, OpenSockets sockets, Duration wait) {
        this.surroundings = surroundings;
        this.plan = surroundings.plan();
        this.cell = cell;
        this.log = log;
        this.sockets = sockets;
        this.wait = wait;
    }

    Session open() throws PhaseFailed {
        ControlConnection control = connect();
        Endpoint local = control.local();
        Endpoint remote = control.remote();
        boolean tls = cell.protection() == Protection.TLS;
        if (tls && plan.implicitTls()) {
            handshake(control);
        }
        log.reply(Phase.GREETING, control::greeting);
        if (tls && !plan.implicitTls()) {
            log.reply(Phase.AUTH, () -> control.auth(plan.trust().newTls()));
        }
        log.reply(Phase.LOGIN, () -> logIn(control, tls));
        return new Session(control, sockets, local, remote, log.phases());
    }

    private ControlConnection connect() throws PhaseFailed {
        AttemptLog.Step step = log.begin(Phase.CONTROL_CONNECT);
        @Nullable IOException first = null;
        for (InetAddress address : surroundings.findings().addresses(cell.family())) {
            try {
                ControlConnection control = new ControlConnection(surroundings.guard(), wait);
                sockets.add(control::abort);
                control.connect(plan.server().host(), address, plan.server().port(), plan.from());
                step.ends(control.local(), control.remote()).connected();
                surroundings.findings().stayWith(address);
                return control;
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                    step.ends(null, new Endpoint(address, plan.server().port()));
                }
            }
        }
        throw step.failed(first == null ? new IOException("no address") : first);
    }

    private void handshake(ControlConnection control) throws PhaseFailed {
        AttemptLog.Step step = log.begin(Phase.AUTH);
        try {
            control.startTls(plan.trust().newTls());
        } catch (IOException e) {
            throw step.failed(e);
        }
        step.completed("");
    }

    private Reply logIn(ControlConnection control, boolean tls) throws IOException {
        Reply reply = control.logIn(plan.user(), plan.password());
        if (!tls || !reply.completion()) {
            return reply;
        }
        Reply protection = control.protectData();
        return protection.completion() ? reply : protection;
    }
}
