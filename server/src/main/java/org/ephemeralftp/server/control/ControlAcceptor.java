package org.ephemeralftp.server.control;

import java.nio.channels.ServerSocketChannel;
import org.apache.mina.core.service.IoProcessor;
import org.apache.mina.transport.socket.nio.NioSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MINA's acceptor, which says once that it cannot accept, and once that it can again. Without file descriptors MINA tries
 * again every 50 ms, with a trace of the stack each time, and gives no session for a listener that has a connection.
 */
final class ControlAcceptor extends NioSocketAcceptor {
    private static final Logger log = LoggerFactory.getLogger(ControlAcceptor.class);

    /** One alone may be a client that was gone before it was accepted. */
    private static final int FAILING = 2;

    /** In a row. The acceptor's thread's alone. */
    private int failures;

    ControlAcceptor(IoProcessor<NioSession> processors) {
        super(processors);
    }

    @Override
    protected @Nullable NioSession accept(IoProcessor<NioSession> processor, ServerSocketChannel listener)
            throws Exception {
        NioSession session = super.accept(processor, listener);
        if (session != null) {
            if (failures >= FAILING) {
                log.info("Control connections are accepted again");
            }
            failures = 0;
        } else if (failures < FAILING && ++failures == FAILING) {
            log.warn("Control connections cannot be accepted for now, trying again: as a rule because this process may"
                    + " open no more files (ulimit -n)");
        }
        return session;
    }
}
