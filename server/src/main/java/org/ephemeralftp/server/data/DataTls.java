package org.ephemeralftp.server.data;

import org.ephemeralftp.server.tls.TlsSession;

/**
 * The TLS that a data connection is to have.
 *
 * @param session whose TLS session it may resume: its control connection's
 * @param reuseRequired whether it is refused if it resumes none (RFC 4217, section 10.2)
 */
public record DataTls(TlsSession session, boolean reuseRequired) {}
