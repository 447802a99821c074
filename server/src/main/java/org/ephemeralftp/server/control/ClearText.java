package org.ephemeralftp.server.control;

import org.jspecify.annotations.Nullable;

/**
 * What a client sends in clear: nothing of it is taken any more once TLS was asked for. AUTH itself waits until everything
 * that came together with it was looked at, so that its reply can tell. All but that is the I/O thread's alone.
 */
final class ClearText {
    private @Nullable Runnable auth;
    private boolean over;
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

    /** AUTH came. */
    void endsWith(Runnable carryOut) {
        over = true;
        auth = carryOut;
    }

    /** Something came when it was over. */
    void refuse() {
        injected = true;
    }

    /** All that came at once was looked at; {@code more} is whether another line has begun in it. */
    void lookedAt(boolean more) {
        Runnable asked = auth;
        if (asked != null) {
            auth = null;
            injected |= more;
            asked.run();
        }
    }
}
