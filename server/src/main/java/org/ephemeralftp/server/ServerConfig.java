package org.ephemeralftp.server;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.admin.AdminConfig;
import org.ephemeralftp.server.advertise.AdvertiseRule;
import org.ephemeralftp.server.advertise.AdvertiseRules;
import org.ephemeralftp.server.lease.PeerCheck;
import org.ephemeralftp.server.lease.PortSharing;
import org.ephemeralftp.server.ports.PortSet;
import org.ephemeralftp.server.proxy.TrustedProxies;
import org.ephemeralftp.server.tls.TlsConfig;
import org.ephemeralftp.server.users.AccountStore;
import org.ephemeralftp.server.users.LoginLimits;

/**
 * The immutable configuration of a server, made with {@link EphemeralFtpServer#builder()}.
 *
 * @param bindAddress where control connections are accepted; null, the default, means on all addresses
 * @param port the control port, 0 to 65535; default 21; 0 lets the system choose
 * @param passivePorts the passive ports; default {@code iana}, 49152-65535
 * @param activePorts where active data connections come from; default empty, which means that the kernel chooses
 * @param portSharing whether clients share ports when none is unused; default {@link PortSharing#CLIENT}
 * @param leaseTimeout how long a client may take to connect after 227 or 229; default 30 s
 * @param leaseWait how long PASV and EPSV wait for a port when none is free; default 2 s, 0 means not at all
 * @param listenerLinger how long a listener nobody needs stays open; default 1 s, 0 means not at all
 * @param keepListening whether every passive port listens all the time; default no
 * @param portChoice whether clients may choose their passive ports by SITE LEASE, which makes them predictable; for tests
 *     of firewalls; default no
 * @param peerCheck who may use a data connection; default {@link PeerCheck#on()}
 * @param advertise what clients are told to connect to, where it is not what is bound; default no rules, see
 *     {@link AdvertiseRule#parse}
 * @param advertiseFile more such rules, one a line, read again when they change; default null, no file
 * @param proxyProtocol the proxies in front, whose connections begin with a header of the PROXY protocol; default none
 * @param home the directory that is served; default {@code ftp-home}; made if it is missing
 * @param followSymlinks whether symbolic links may lead out of the home; default no
 * @param users the accounts that are named here, with their homes and the hashes of their passwords
 * @param usersFile a file of accounts, read again when it changes; default null, no file
 * @param accounts where other accounts are kept, such as in a database; default null, nowhere
 * @param anonymous whether anybody may log in as {@code anonymous} or {@code ftp}, to read; default no
 * @param maxSessions control connections at once, 1 or more; default 500
 * @param maxSessionsPerAddress control connections at once from one address, or one IPv6 network of 64 bits, 1 or more;
 *     default 100
 * @param logins how long, how often and how many at once clients may log in; default {@link LoginLimits#defaults()}
 * @param connectTimeout how long an active data connection may take to be made, 1 ms to a day; default 10 s
 * @param dataTimeout how long a transfer may stand still, 1 ms to a day; default 60 s
 * @param uploadGrace how long an upload that replaces a file waits, once its data has ended, for the end of the control
 *     connection too, which means that the client was killed; default 50 ms, 0 means not at all
 * @param uploadSync whether what was uploaded is on the disk before it takes its name, so that a power cut leaves no half
 *     file; default yes
 * @param idleTimeout how long a control connection may be idle, 1 s to a day; default 300 s
 * @param tls whether control and data connections are protected, and by which certificate; default
 *     {@link TlsConfig#OFF}
 * @param admin where the live view is served; default {@link AdminConfig#OFF}
 */
public record ServerConfig(
        @Nullable InetAddress bindAddress,
        int port,
        PortSet passivePorts,
        PortSet activePorts,
        PortSharing portSharing,
        Duration leaseTimeout,
        Duration leaseWait,
        Duration listenerLinger,
        boolean keepListening,
        boolean portChoice,
        PeerCheck peerCheck,
        List<AdvertiseRule> advertise,
        @Nullable Path advertiseFile,
        TrustedProxies proxyProtocol,
        Path home,
        boolean followSymlinks,
        List<AccountStore.Entry> users,
        @Nullable Path usersFile,
        @Nullable AccountStore accounts,
        boolean anonymous,
        int maxSessions,
        int maxSessionsPerAddress,
        LoginLimits logins,
        Duration connectTimeout,
        Duration dataTimeout,
        Duration idleTimeout,
        Duration uploadGrace,
        boolean uploadSync,
        TlsConfig tls,
        AdminConfig admin) {

    public ServerConfig {
        users = List.copyOf(users);
        if (users.isEmpty() && usersFile == null && accounts == null && !anonymous) {
            throw new IllegalArgumentException("Nobody could log in: name a user or a users file, or allow anonymous");
        }
        advertise = AdvertiseRules.of(
                        advertise, portsBeside(port, implicitPort(tls), adminPort(admin), passivePorts, activePorts))
                .list();
    }

    private static int implicitPort(TlsConfig tls) {
        return tls.implicitPort() == null ? 0 : tls.implicitPort();
    }

    private static int adminPort(AdminConfig admin) {
        return admin.port() == null ? 0 : admin.port();
    }

    /** The passive ports that are left when the server itself listens on {@code controlPort}. */
    public PortSet portsBeside(int controlPort) {
        return portsBeside(controlPort, implicitPort(tls), adminPort(admin));
    }

    /** The passive ports that are left when the server itself listens on these; 0 is none. */
    PortSet portsBeside(int controlPort, int implicitPort, int adminPort) {
        return portsBeside(controlPort, implicitPort, adminPort, passivePorts, activePorts);
    }

    private static PortSet portsBeside(
            int controlPort, int implicitPort, int adminPort, PortSet passivePorts, PortSet activePorts) {
        PortRules.check(controlPort, passivePorts, activePorts);
        PortRules.checkImplicit(implicitPort, controlPort, activePorts);
        PortRules.checkAdmin(adminPort, controlPort, implicitPort, activePorts);
        PortSet besideControl = PortRules.passiveBeside(controlPort, passivePorts);
        PortSet besideImplicit = PortRules.passiveBeside("--implicit-tls-port", implicitPort, besideControl);
        return PortRules.passiveBeside("--admin-port", adminPort, besideImplicit);
    }

    /** Where the server is, what it serves and to whom; no secrets. */
    @Override
    public String toString() {
        return "control " + (bindAddress == null ? "*" : bindAddress.getHostAddress()) + ":" + port + ", passive ports "
                + passivePorts + ", home " + home + ", users "
                + users.stream().map(entry -> entry.account().name()).toList()
                + (usersFile == null ? "" : " and those of " + usersFile) + (anonymous ? ", anonymous" : "")
                + ", TLS " + tls.mode().name().toLowerCase(Locale.ROOT)
                + ", live view " + admin;
    }
}
