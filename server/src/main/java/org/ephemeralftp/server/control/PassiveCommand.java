package org.ephemeralftp.server.control;

import java.net.InetAddress;
import org.apache.ftpserver.impl.FtpIoSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.advertise.Advertisement;
import org.ephemeralftp.server.advertise.Advertiser;
import org.ephemeralftp.server.data.DataConnectionException;
import org.ephemeralftp.server.data.DataSetup;
import org.ephemeralftp.server.faults.Fault;
import org.ephemeralftp.server.faults.FaultScript;
import org.ephemeralftp.server.faults.Occasion;

/** What PASV and EPSV have in common: a leased port, or 425 with the reason. */
abstract class PassiveCommand extends SetupCommand {
    private static final Logger log = LoggerFactory.getLogger(PassiveCommand.class);

    /** A data port as the client is told of it. */
    record Told(InetAddress host, int port) {}

    private final Advertiser advertiser;
    private final FaultScript faults;
    private final Occasion occasion;

    PassiveCommand(Advertiser advertiser, FaultScript faults, Occasion occasion) {
        this.advertiser = advertiser;
        this.faults = faults;
        this.occasion = occasion;
    }

    /** What the client is to be told of its data port. */
    final Advertisement advertisement(FtpIoSession session) {
        return advertiser.to(setup(session).client());
    }

    /** Leases a port. What the client is told of it is right, unless a scripted fault has it wrong. */
    final Told lease(FtpIoSession session, Advertisement advertisement, InetAddress host) throws ReplyException {
        // A choice is for one request that asks for a port, also if it gets none.
        Integer wanted = SessionData.of(session).options().takePort();
        try (FaultScript.Claim claim = faults.claim(occasion)) {
            if (claim == null) {
                return new Told(host, advertisement.port(lease(session, wanted)));
            }
            return lease(session, wanted, advertisement, host, claim);
        } catch (DataConnectionException e) {
            throw new ReplyException(425, e);
        }
    }

    private static int lease(FtpIoSession session, @Nullable Integer wanted) throws DataConnectionException {
        return setup(session).passive(wanted).getPort();
    }

    private static Told lease(
            FtpIoSession session,
            @Nullable Integer wanted,
            Advertisement advertisement,
            InetAddress host,
            FaultScript.Claim claim)
            throws DataConnectionException, ReplyException {
        String victim = setup(session).owner();
        if (claim.fault() instanceof Fault.NoDataPort none && claim.carryOut(victim)) {
            throw new ReplyException(425, none.text());
        }
        int port = advertisement.port(lease(session, wanted));
        if (claim.fault() instanceof Fault.WrongAddress wrong && claim.carryOut(victim)) {
            return new Told(wrong.host() == null ? host : wrong.host(), wrong.port() == null ? port : wrong.port());
        }
        if (claim.fault() instanceof Fault.DataRefused
                && claim.carryOut(victim)
                && !setup(session).closeListener()) {
            log.warn("The port is in use by another client, too: a connection will be reset, and not refused");
        }
        return new Told(host, port);
    }

    /** The lease timeout counts from the reply. */
    @Override
    void answered(FtpIoSession session) {
        if (setup(session).mode() == DataSetup.Mode.PASSIVE) {
            setup(session).advertised();
        }
    }
}
