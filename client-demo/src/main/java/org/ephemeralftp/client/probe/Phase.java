package org.ephemeralftp.client.probe;

import java.util.Locale;

/** A part of the way through one cell, in the order in which they come. */
public enum Phase {
    /** TCP's handshake of the control connection. */
    CONTROL_CONNECT,
    /** The 220. */
    GREETING,
    /** AUTH TLS and the handshake; of implicit TLS, the handshake alone, before the greeting. Under TLS only. */
    AUTH,
    /** USER and PASS; under TLS also PBSZ and PROT. */
    LOGIN,
    /** PASV, EPSV, PORT or EPRT and its reply. */
    DATA_SETUP,
    /**
     * Passive: TCP's handshake with where the server listens. Active: until the server's connection is accepted, or a reply
     * comes instead: a 425, or after the 150 any.
     */
    DATA_CONNECT,
    /** The 150 or 125. In active mode it comes before the data connection from some servers, and after it from others. */
    TRANSFER_START,
    /** The TLS handshake of the data connection, if there is one, and everything that comes over it, to its end. */
    BYTES,
    /** The 226 or 250. */
    TRANSFER_END;

    /** In small letters with hyphens, as expectations name it: {@code data-connect}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
