package org.ephemeralftp.server.control;

import java.net.InetSocketAddress;
import java.time.Duration;

import org.ephemeralftp.server.proxy.TrustedProxies;

/**
 * The configuration of the control plane.
 *
 * @param address where control connections are accepted; port 0 lets the system choose
 * @param maxSessions control connections at once, at least 1
 * @param maxSessionsPerAddress control connections at once from one address, at least 1
 * @param idleTimeout how long a control connection may be idle, at least 1 s
 * @param uploadGrace how long an upload that replaces a file waits for the end of its control connection
 * @param proxies whose connections begin with a header of the PROXY protocol
 */
public record ControlConfig(
        InetSocketAddress address,
        int maxSessions,
        int maxSessionsPerAddress,
        Duration idleTimeout,
        Duration uploadGrace,
        TrustedProxies proxies) {}
