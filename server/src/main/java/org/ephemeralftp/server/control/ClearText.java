package org.ephemeralftp.server.control;

/** What a client sends in clear: nothing of it is taken any more once TLS was asked for. The I/O thread's alone, but for questions. */
final class ClearText {
    private volatile boolean over;
    private volatile boolean injected;

    /** Whether something came after AUTH, which nobody will ever carry out. */
    boolean isInjected() {
        return injected;
    }

    boolean isOver() {
        return over;
    }

    /** TLS begins with the first byte. */
    void neverBegins() {
        over = true;
    }

    /** AUTH came; {@code more} is whether anything came together with it. */
    void ends(boolean more) {
        over = true;
        injected |= more;
    }

    /** Something came when it was over. */
    void refuse() {
        injected = true;
    }
}
