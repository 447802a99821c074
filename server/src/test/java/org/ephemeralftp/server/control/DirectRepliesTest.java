package org.ephemeralftp.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is sent without the I/O thread, and that it comes in order with what is not. */
class DirectRepliesTest {
    private static final int LIMIT_SECONDS = 60;
    private static final int LITTLE = 4096;

    private final NioSocketAcceptor acceptor = new NioSocketAcceptor(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    private interface Answer {
        void to(IoSession session) throws InterruptedException;
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        acceptor.dispose(true);
    }

    @Test
    void aReplyDoesNotWaitForTheIoThread() throws Exception {
        try (Socket client = clientOf(session -> {
            new Thread(() -> session.write(bytes("now"))).start();
            goOn.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        })) {
            assertThat(read(client, 3)).isEqualTo("now");
        }
    }

    @Test
    void whatTheClientIsSlowToReadComesWholeAndInOrder() throws Exception {
        int count = 20_000;
        CountDownLatch written = new CountDownLatch(1);
        try (Socket client = clientOf(session -> new Thread(() -> {
                    IntStream.range(0, count).forEach(number -> session.write(bytes(line(number))));
                    written.countDown();
                })
                .start())) {
            assertThat(written.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            String expected =
                    IntStream.range(0, count).mapToObj(DirectRepliesTest::line).collect(Collectors.joining());
            assertThat(read(client, expected.length())).isEqualTo(expected);
        }
    }

    @Test
    void nothingFollowsTheLastReplyOfASession() throws Exception {
        try (Socket client = clientOf(session -> {
            session.write(bytes("last"));
            session.closeOnFlush();
            session.write(bytes("late"));
        })) {
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("last");
        }
    }

    @Test
    void theBooksAreBalanced() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        int[] scheduled = {-1};
        try (Socket client = clientOf(session -> {
            session.write(bytes("one")).addListener(written -> sent.countDown());
            scheduled[0] = session.getScheduledWriteMessages();
        })) {
            assertThat(read(client, 3)).isEqualTo("one");
            assertThat(sent.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        acceptor.dispose(true);
        assertThat(scheduled[0]).isZero();
    }

    /** Of a server that answers the first bytes so, on its I/O thread. */
    private Socket clientOf(Answer answer) throws IOException {
        acceptor.getFilterChain().addLast("replies", new DirectReplies());
        acceptor.getSessionConfig().setSendBufferSize(LITTLE);
        acceptor.setHandler(new IoHandlerAdapter() {
            @Override
            public void messageReceived(IoSession session, Object message) throws InterruptedException {
                answer.to(session);
            }
        });
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Socket client = new Socket();
        client.setReceiveBufferSize(LITTLE);
        client.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        client.connect(acceptor.getLocalAddress());
        client.getOutputStream().write('?');
        return client;
    }

    private static String line(int number) {
        return "reply " + number + "\r\n";
    }

    private static IoBuffer bytes(String text) {
        return IoBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(Socket client, int count) throws IOException {
        InputStream in = client.getInputStream();
        return new String(in.readNBytes(count), StandardCharsets.UTF_8);
    }
}
