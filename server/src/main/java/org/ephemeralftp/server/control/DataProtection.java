package org.ephemeralftp.server.control;

/**
 * How the data connections of one session are protected: what PBSZ and PROT said since its control connection has TLS
 * (RFC 2228, section 3; RFC 4217, section 9). Its commands run one after the other, on different threads.
 */
final class DataProtection {
    private volatile boolean bufferSizeSet;
    private volatile boolean isPrivate;

    /** PBSZ was said: PROT may be. */
    void bufferSizeSet() {
        bufferSizeSet = true;
    }

    boolean isBufferSizeSet() {
        return bufferSizeSet;
    }

    /** Whether data connections are private, which means under TLS; if not, they are clear. */
    boolean isPrivate() {
        return isPrivate;
    }

    void setPrivate(boolean value) {
        isPrivate = value;
    }

    /** As at the beginning: to be called for AUTH TLS and REIN. */
    void reset() {
        bufferSizeSet = false;
        isPrivate = false;
    }

    /** As if PBSZ 0 and PROT P had been said: implicit TLS and AUTH SSL begin so. */
    void startPrivate() {
        bufferSizeSet = true;
        isPrivate = true;
    }
}
