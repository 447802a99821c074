package org.ephemeralftp.client.tour;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.commons.net.ProtocolCommandEvent;
import org.apache.commons.net.ProtocolCommandListener;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPReply;
import org.apache.commons.net.io.CRLFLineReader;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.connection.StallGuard;

/** The control side of a {@link RecordingFtpClient}: its connection, TLS over it, and replies, each within a limit. */
abstract class RecordedControl extends FTPClient {
    final StallGuard guard;
    final Duration timeout;
    final @Nullable TourTls tls;
    Timeline timeline;
    Duration replyLimit;
    private String lastCommand = "";
    private boolean accepted;
    private @Nullable TourFailure gaveUp;
    /** The control connection beneath TLS; null in clear. */
    private @Nullable Socket beneath;

    RecordedControl(StallGuard guard, Duration timeout, @Nullable TourTls tls, Timeline timeline) {
        this.guard = guard;
        this.timeout = timeout;
        this.tls = tls;
        this.timeline = timeline;
        this.replyLimit = timeout;
        setConnectTimeout((int) timeout.toMillis());
        setControlEncoding(StandardCharsets.UTF_8);
        addProtocolCommandListener(new Recorder());
    }

    void recordTo(Timeline next) {
        next.continues(timeline.control());
        timeline = next;
    }

    /** Whether the server accepted the control connection, whatever it said then. */
    boolean accepted() {
        return accepted;
    }

    /** The last reply as a failure. */
    TourFailure refusal() {
        String what = lastCommand.isEmpty() ? "the greeting is " : lastCommand + " was answered ";
        return new TourFailure(what + timeline.lastReply());
    }

    @Override
    protected void _connectAction_() throws IOException {
        accepted = true;
        setTcpNoDelay(true);
        timeline.controlConnected(localEnd(_socket_), remoteEnd(_socket_));
        if (tls != null && tls.implicit()) {
            startTls(tls);
        }
        try {
            super._connectAction_();
        } catch (SocketException e) {
            // FTPClient trips over the socket that the guard closed, and that hides the reason.
            throw gaveUp == null ? e : gaveUp;
        }
    }

    /** Reads one reply within one limit, however slowly its parts arrive. */
    @Override
    public int getReply() throws IOException {
        try (StallGuard.Watch watch = guard.watch(_socket_, replyLimit)) {
            try {
                return super.getReply();
            } catch (SocketException e) {
                throw watch.expired() ? unanswered() : e;
            } catch (SocketTimeoutException e) {
                // While it connects, FTPClient sets a limit of its own.
                throw unanswered();
            }
        }
    }

    private TourFailure unanswered() {
        String what = lastCommand.isEmpty() ? "no greeting" : "no reply to " + lastCommand;
        TourFailure failure = new TourFailure(what + " within " + FailureText.seconds(replyLimit));
        gaveUp = failure;
        return failure;
    }

    /** AUTH TLS and the handshake (RFC 4217, section 4). */
    void authTls() throws IOException {
        if (sendCommand("AUTH", "TLS") != FTPReply.SECURITY_DATA_EXCHANGE_COMPLETE) {
            throw new TourFailure(FailureText.advised(
                    refusal().getMessage(),
                    "the server does not begin TLS when asked: try --protection plain, or ftps:// and the port that "
                            + "it has for implicit TLS, if any"));
        }
        startTls(requireTls());
        _input_ = _socket_.getInputStream();
        _output_ = _socket_.getOutputStream();
        _controlInput_ = new CRLFLineReader(new InputStreamReader(_input_, StandardCharsets.UTF_8));
        _controlOutput_ = new BufferedWriter(new OutputStreamWriter(_output_, StandardCharsets.UTF_8));
    }

    /** PBSZ 0 and PROT P: data connections are to be under TLS (RFC 4217, section 9). */
    void protectData() throws IOException {
        if (!FTPReply.isPositiveCompletion(sendCommand("PBSZ", "0"))
                || !FTPReply.isPositiveCompletion(sendCommand("PROT", "P"))) {
            throw refusal();
        }
    }

    private TourTls requireTls() {
        if (tls == null) {
            throw new IllegalStateException("this tour is in clear");
        }
        return tls;
    }

    private void startTls(TourTls tls) throws IOException {
        Socket clear = _socket_;
        try (StallGuard.Watch watch = guard.watch(clear, timeout)) {
            try {
                clear.setSoTimeout((int) timeout.toMillis());
                _socket_ = tls.over(clear, timeline);
                clear.setSoTimeout(0);
                beneath = clear;
            } catch (IOException e) {
                throw FailureText.controlTls(
                        watch.expired() ? new SocketTimeoutException() : e, timeout, tls.implicit());
            }
        }
    }

    /** Whether something that was not read yet has arrived. */
    final boolean replyWaits() throws IOException {
        // JSSE tells only of what it has decrypted; a part of a record is enough here.
        return _controlInput_.ready() || (beneath == null ? _input_ : beneath.getInputStream()).available() > 0;
    }

    static Endpoint localEnd(Socket socket) {
        return Endpoint.of((InetSocketAddress) socket.getLocalSocketAddress());
    }

    static Endpoint remoteEnd(Socket socket) {
        return Endpoint.of((InetSocketAddress) socket.getRemoteSocketAddress());
    }

    /** Copies both sides of the control connection to the timeline. */
    private final class Recorder implements ProtocolCommandListener {
        @Override
        public void protocolCommandSent(ProtocolCommandEvent event) {
            lastCommand = event.getCommand();
            timeline.command(event.getMessage().stripTrailing());
        }

        @Override
        public void protocolReplyReceived(ProtocolCommandEvent event) {
            timeline.reply(event.getMessage().stripTrailing());
        }
    }
}
