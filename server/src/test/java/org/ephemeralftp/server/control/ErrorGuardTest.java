package org.ephemeralftp.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.mina.core.filterchain.DefaultIoFilterChain;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.DummySession;
import org.apache.mina.core.session.IoSession;
import org.junit.jupiter.api.Test;

class ErrorGuardTest {
    private static final class Failing extends IoFilterAdapter {
        @Override
        public void messageReceived(NextFilter next, IoSession session, Object message) {
            throw new AssertionError("as an overflow of the stack would");
        }
    }

    private final DummySession session = new DummySession();
    private final DefaultIoFilterChain chain = new DefaultIoFilterChain(session);

    /** If this fails, MINA has become wiser, and the guard is not needed any more. */
    @Test
    void without_it_an_error_ends_the_io_thread() {
        chain.addLast("failing", new Failing());
        assertThatThrownBy(() -> chain.fireMessageReceived("x")).isInstanceOf(AssertionError.class);
    }

    @Test
    void with_it_an_error_ends_the_session() {
        chain.addLast("errors", new ErrorGuard());
        chain.addLast("failing", new Failing());
        chain.fireMessageReceived("x");
        assertThat(session.isClosing()).isTrue();
    }
}
