package org.ephemeralftp.server.control;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import org.apache.mina.core.service.IoProcessor;
import org.apache.mina.transport.socket.nio.NioSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MINA's acceptor, which says once that it cannot accept, for want of file descriptors above all, and once that it can
 * again. MINA tries again every second, and its own word on each try is a trace of the stack.
 */
final class ControlAcceptor extends NioSocketAcceptor {
    private static final Logger log = LoggerFactory.getLogger(ControlAcceptor.class);

    /** The acceptor's thread's alone. */
    private boolean failing;

    ControlAcceptor(IoProcessor<NioSession> processors) {
        super(processors);
    }

    @Override
    protected NioSession accept(IoProcessor<NioSession> processor, ServerSocketChannel listener) throws Exception {
        try {
            NioSession session = super.accept(processor, listener);
            if (failing) {
                failing = false;
                log.info("Control connections are accepted again");
            }
            return session;
        } catch (IOException e) {
            if (!failing) {
                failing = true;
                log.warn("Control connections cannot be accepted for now, trying again: {}", e.getMessage());
            }
            throw e;
        }
    }
}
