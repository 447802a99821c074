package org.ephemeralftp.server.control;

import org.apache.ftpserver.command.CommandFactory;
import org.apache.ftpserver.command.CommandFactoryFactory;

import org.ephemeralftp.server.advertise.Advertiser;
import org.ephemeralftp.server.data.DataPlane;
import org.ephemeralftp.server.faults.FaultScript;

/** The commands that there are. What {@link Verb} knows of them, and has no place here, is not implemented. */
final class CommandTable {
    private CommandTable() {}

    static CommandFactory of(ControlConfig config, Advertiser advertiser, DataPlane data) {
        CommandFactoryFactory commands = new CommandFactoryFactory();
        commands.setUseDefaultCommands(false);
        addSession(commands);
        addSetup(commands, advertiser, data.faults());
        addTransfers(commands, config);
        addFiles(commands);
        addInformation(commands, config, new SiteCommand(config.portChoice() ? new SiteLease(data) : null));
        return commands.createCommandFactory();
    }

    private static void addSession(CommandFactoryFactory commands) {
        commands.addCommand("ABOR", new AborCommand());
        commands.addCommand("ACCT", new AcctCommand());
        commands.addCommand("NOOP", new NoopCommand());
        commands.addCommand("PASS", new PassCommand());
        commands.addCommand("QUIT", new QuitCommand());
        commands.addCommand("REIN", new ReinCommand());
        commands.addCommand("USER", new UserCommand());
    }

    private static void addSetup(CommandFactoryFactory commands, Advertiser advertiser, FaultScript faults) {
        commands.addCommand("EPRT", new EprtCommand());
        commands.addCommand("EPSV", new EpsvCommand(advertiser, faults));
        commands.addCommand("MODE", new ModeCommand());
        commands.addCommand("PASV", new PasvCommand(advertiser, faults));
        commands.addCommand("PORT", new PortCommand());
        commands.addCommand("REST", new RestCommand());
        commands.addCommand("STRU", new StruCommand());
        commands.addCommand("TYPE", new TypeCommand());
    }

    private static void addTransfers(CommandFactoryFactory commands, ControlConfig config) {
        commands.addCommand("ALLO", new AlloCommand());
        commands.addCommand("APPE", new AppeCommand());
        commands.addCommand("LIST", new ListCommand());
        commands.addCommand("MLSD", new MlsdCommand());
        commands.addCommand("NLST", new NlstCommand());
        commands.addCommand("RETR", new RetrCommand());
        commands.addCommand("STOR", new StorCommand(config.uploadGrace()));
        commands.addCommand("STOU", new StouCommand());
    }

    private static void addFiles(CommandFactoryFactory commands) {
        commands.addCommand("CDUP", new CdupCommand());
        commands.addCommand("CWD", new CwdCommand());
        commands.addCommand("DELE", new DeleCommand());
        commands.addCommand("HASH", new HashCommand());
        commands.addCommand("MDTM", new MdtmCommand());
        commands.addCommand("MFMT", new MfmtCommand());
        commands.addCommand("MKD", new MkdCommand());
        commands.addCommand("MLST", new MlstCommand());
        commands.addCommand("PWD", new PwdCommand());
        commands.addCommand("RMD", new RmdCommand());
        commands.addCommand("RNFR", new RnfrCommand());
        commands.addCommand("RNTO", new RntoCommand());
        commands.addCommand("SIZE", new SizeCommand());
        commands.addCommand("XCRC", new ChecksumCommand(HashAlgorithm.CRC32));
        commands.addCommand("XMD5", new ChecksumCommand(HashAlgorithm.MD5));
        commands.addCommand("XSHA1", new ChecksumCommand(HashAlgorithm.SHA_1));
        commands.addCommand("XSHA256", new ChecksumCommand(HashAlgorithm.SHA_256));
        commands.addCommand("XSHA512", new ChecksumCommand(HashAlgorithm.SHA_512));
    }

    private static void addInformation(CommandFactoryFactory commands, ControlConfig config, SiteCommand site) {
        FeatCommand features = new FeatCommand();
        commands.addCommand("FEAT", features);
        // A view: it has all commands by the time that somebody asks.
        commands.addCommand("HELP", new HelpCommand(commands.getCommandMap().keySet(), site));
        commands.addCommand("OPTS", new OptsCommand());
        commands.addCommand("SITE", site);
        commands.addCommand("STAT", new StatCommand());
        commands.addCommand("SYST", new SystCommand());
        if (config.tls() != null) {
            addTls(commands, features);
        }
    }

    /** What there is only with TLS; FEAT tells of it as RFC 4217, section 6, says. */
    private static void addTls(CommandFactoryFactory commands, FeatCommand features) {
        commands.addCommand("AUTH", new AuthCommand());
        commands.addCommand("CCC", new CccCommand());
        commands.addCommand("PBSZ", new PbszCommand());
        commands.addCommand("PROT", new ProtCommand());
        features.show("AUTH TLS");
        features.show("PBSZ");
        features.show("PROT");
    }
}
