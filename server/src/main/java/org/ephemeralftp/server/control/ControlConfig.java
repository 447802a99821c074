package org.ephemeralftp.server.control;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.proxy.TrustedProxies;
import org.ephemeralftp.server.tls.TlsContexts;
import org.ephemeralftp.server.users.LoginLimits;

/**
 * The configuration of the control plane.
 *
 * @param address where control connections are accepted; port 0 lets the system choose
 * @param maxSessions control connections at once, at least 1
 * @param maxSessionsPerAddress control connections at once from one address, or one IPv6 network of 64 bits, at least 1
 * @param logins how long, how often and how many at once clients may log in
 * @param idleTimeout how long a control connection may be idle, at least 1 s
 * @param uploadGrace how long an upload that replaces a file waits for the end of its control connection
 * @param portChoice whether clients may choose their data ports (SITE LEASE)
 * @param proxies whose connections begin with a header of the PROXY protocol
 * @param tls where control connections get TLS from; null if there is none
 */
public record ControlConfig(
        InetSocketAddress address,
        int maxSessions,
        int maxSessionsPerAddress,
        LoginLimits logins,
        Duration idleTimeout,
        Duration uploadGrace,
        boolean portChoice,
        TrustedProxies proxies,
        @Nullable TlsContexts tls) {}
