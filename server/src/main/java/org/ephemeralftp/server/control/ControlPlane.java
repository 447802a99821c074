package org.ephemeralftp.server.control;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.ftpserver.ConnectionConfig;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.command.CommandFactory;
import org.apache.ftpserver.command.CommandFactoryFactory;
import org.apache.ftpserver.ftplet.FileSystemFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.UserManager;
import org.apache.ftpserver.listener.Listener;

import org.ephemeralftp.server.advertise.Advertiser;
import org.ephemeralftp.server.data.DataPlane;
import org.ephemeralftp.server.faults.FaultScript;
import org.ephemeralftp.server.tls.TlsContexts;
import org.ephemeralftp.server.tls.TlsMode;

/** The control plane: Apache FtpServer with our listener, our handler and our commands in their places. */
public final class ControlPlane implements AutoCloseable {
    private final FtpServer server;
    private final ControlListener listener;
    private final UserManager users;
    private final SessionEvents events = new SessionEvents();

    /** Prepares a control plane; nothing is bound before {@link #start}. */
    public ControlPlane(
            ControlConfig config,
            DataPlane dataPlane,
            Advertiser advertiser,
            UserManager users,
            FileSystemFactory files)
            throws IOException {
        this.users = users;
        listener = new ControlListener(config, dataPlane, events);
        FtpServerFactory factory = new FtpServerFactory();
        // The server clears the map when it stops.
        factory.setListeners(new HashMap<>(Map.of("default", (Listener) listener)));
        factory.setUserManager(users);
        factory.setFileSystem(files);
        factory.setCommandFactory(commands(config, advertiser, dataPlane.faults()));
        factory.setConnectionConfig(logins());
        server = factory.createServer();
    }

    private static CommandFactory commands(ControlConfig config, Advertiser advertiser, FaultScript faults)
            throws IOException {
        CommandFactoryFactory commands = new CommandFactoryFactory();
        commands.addCommand("ABOR", new AborCommand());
        commands.addCommand("APPE", new AppeCommand());
        if (config.tls().mode() != TlsMode.OFF) {
            commands.addCommand("AUTH", new AuthCommand(new TlsContexts(config.tls())));
        }
        commands.addCommand("CDUP", new CdupCommand());
        // XCUP of RFC 775, which has lost its X.
        commands.addCommand("CUP", new CdupCommand());
        commands.addCommand("CWD", new CwdCommand());
        commands.addCommand("DELE", new DeleCommand());
        commands.addCommand("EPRT", new EprtCommand());
        commands.addCommand("EPSV", new EpsvCommand(advertiser, faults));
        commands.addCommand("FEAT", new FeatCommand());
        commands.addCommand("LIST", new ListCommand());
        commands.addCommand("MDTM", new MdtmCommand());
        commands.addCommand("MFMT", new MfmtCommand());
        commands.addCommand("MKD", new MkdCommand());
        commands.addCommand("MLSD", new MlsdCommand());
        commands.addCommand("MLST", new MlstCommand());
        commands.addCommand("MODE", new ModeCommand());
        commands.addCommand("NLST", new NlstCommand());
        commands.addCommand("PASS", new PassCommand());
        commands.addCommand("PASV", new PasvCommand(advertiser, faults));
        commands.addCommand("PBSZ", new PbszCommand());
        commands.addCommand("PORT", new PortCommand());
        commands.addCommand("PROT", new ProtCommand());
        commands.addCommand("PWD", new PwdCommand());
        commands.addCommand("REIN", new ReinCommand());
        commands.addCommand("RETR", new RetrCommand());
        commands.addCommand("RMD", new RmdCommand());
        commands.addCommand("RNFR", new RnfrCommand());
        commands.addCommand("RNTO", new RntoCommand());
        commands.addCommand("SIZE", new SizeCommand());
        commands.addCommand("STAT", new StatCommand());
        commands.addCommand("STOR", new StorCommand(config.uploadGrace()));
        commands.addCommand("STOU", new StouCommand());
        return commands.createCommandFactory();
    }

    /**
     * Sessions are limited when they connect. A limit of logins beside it would turn away who takes the place of a
     * session whose logout is not counted yet.
     */
    private static ConnectionConfig logins() {
        ConnectionConfigFactory logins = new ConnectionConfigFactory();
        logins.setMaxLogins(0);
        logins.setMaxAnonymousLogins(Integer.MAX_VALUE);
        logins.setAnonymousLoginEnabled(true);
        return logins.createConnectionConfig();
    }

    /**
     * Starts to accept control connections.
     *
     * @throws IOException if the address cannot be bound
     */
    public void start() throws IOException {
        try {
            server.start();
        } catch (ControlListener.BindFailure e) {
            throw e.failure();
        } catch (FtpException e) {
            throw new IOException("The control plane cannot be started", e);
        }
    }

    /** The address control connections are accepted on, with the port that was really bound. */
    public InetSocketAddress address() {
        return listener.address();
    }

    /** Whether there is an account of this name. */
    public boolean hasUser(String name) {
        try {
            return users.doesExist(name);
        } catch (FtpException e) {
            return false;
        }
    }

    /** Calls the observer for what happens in sessions from now on. */
    public void observe(SessionObserver observer) {
        events.add(observer);
    }

    /** Calls the observer no more. */
    public void unobserve(SessionObserver observer) {
        events.remove(observer);
    }

    /**
     * Lets sessions finish what they are at, for so long, and ends the rest politely; it is yet to be closed then.
     *
     * @return whether nothing that a session was at was cut
     */
    public boolean drain(Duration limit) throws InterruptedException {
        return listener.drain(limit);
    }

    /** Ends every control connection and whatever runs on it. */
    @Override
    public void close() {
        server.stop();
    }
}
