package org.ephemeralftp.client.tour;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.apache.commons.net.ProtocolCommandEvent;
import org.apache.commons.net.ProtocolCommandListener;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPReply;
import org.apache.commons.net.io.CRLFLineReader;
import org.apache.commons.net.io.CopyStreamEvent;
import org.apache.commons.net.io.CopyStreamException;
import org.apache.commons.net.io.CopyStreamListener;
import org.apache.commons.net.io.Util;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.ActiveListener;
import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.ClientTls;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.connection.PassiveReply;
import org.ephemeralftp.client.connection.StallGuard;
import org.ephemeralftp.client.connection.UnusableReplyException;

/**
 * An FTP client that sets up data connections with exactly the command it is told to, and records both ends.
 *
 * <p>FTPClient alone falls back from EPSV to PASV, never sends EPRT over IPv4, and keeps the ports to itself.
 */
final class RecordingFtpClient extends FTPClient {
    /** How long a reply that explains a broken transfer may lag behind the breakage. */
    private static final Duration LATE_REPLY = Duration.ofMillis(500);

    private final Surroundings surroundings;
    private final StallGuard guard;
    private final Duration timeout;
    private final @Nullable TourTls tls;
    private Timeline timeline;
    private DataMode mode = DataMode.PASV;
    private String lastCommand = "";
    private Duration replyLimit;
    private boolean accepted;
    private @Nullable TourFailure gaveUp;
    private StallGuard.@Nullable Watch dataWatch;
    /** The control connection beneath TLS; null in clear. */
    private @Nullable Socket beneath;

    RecordingFtpClient(
            Surroundings surroundings, StallGuard guard, Duration timeout, @Nullable TourTls tls, Timeline timeline) {
        this.surroundings = surroundings;
        this.guard = guard;
        this.timeout = timeout;
        this.tls = tls;
        this.timeline = timeline;
        this.replyLimit = timeout;
        setConnectTimeout((int) timeout.toMillis());
        setControlEncoding(StandardCharsets.UTF_8);
        addProtocolCommandListener(new Recorder());
        setCopyStreamListener(new Progress());
    }

    void recordTo(Timeline next) {
        next.continues(timeline.control());
        timeline = next;
    }

    void use(DataMode next) {
        mode = next;
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

    /** Brings whatever LIST says. */
    void list(BoundedBuffer target) throws IOException {
        if (!_retrieveFile("LIST", null, target)) {
            throw refusal();
        }
    }

    /** As storeFile does, which never reads on the data connection; false if the server did not confirm it. */
    boolean upload(String name, InputStream bytes) throws IOException {
        try (Socket socket = _openDataConnection_("STOR", name)) {
            long sent = Util.copyStream(
                    bytes,
                    socket.getOutputStream(),
                    getBufferSize(),
                    CopyStreamEvent.UNKNOWN_STREAM_SIZE,
                    new Progress());
            if (socket instanceof SSLSocket protectedData) {
                finish(protectedData, sent);
            }
        }
        return completePendingCommand();
    }

    private static void finish(SSLSocket upload, long sent) throws CopyStreamException {
        try {
            ClientTls.finish(upload);
        } catch (IOException e) {
            throw new CopyStreamException("the end of an upload", sent, e);
        }
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

    @Override
    protected Socket _openDataConnection_(String command, @Nullable String argument) throws IOException {
        Socket socket = mode.passive() ? openPassive(command, argument) : openActive(command, argument);
        socket.setSoTimeout((int) timeout.toMillis());
        dataWatch = guard.watch(socket, timeout.plus(LATE_REPLY));
        return tls == null ? socket : protect(socket, tls);
    }

    private Socket protect(Socket socket, TourTls tls) throws IOException {
        try {
            return tls.over(socket, timeline);
        } catch (IOException e) {
            socket.close();
            String said = lateReply();
            throw FailureText.dataTls(e, timeout, said);
        }
    }

    private Socket openPassive(String command, @Nullable String argument) throws IOException {
        Endpoint advertised = askWhereTheServerListens();
        // As all clients do by now: the advertised address may be another host's, or wrong behind NAT.
        Endpoint target = new Endpoint(getRemoteAddress(), advertised.port());
        Socket socket = new Socket();
        boolean handedOver = false;
        try {
            try {
                socket.connect(new InetSocketAddress(target.address(), target.port()), (int) timeout.toMillis());
            } catch (IOException e) {
                throw FailureText.passiveConnect(e, target, advertised, timeout);
            }
            timeline.dataConnected(DataConnection.End.SERVER, advertised, localEnd(socket), remoteEnd(socket));
            transferCommand(command, argument);
            handedOver = true;
            return socket;
        } finally {
            if (!handedOver) {
                socket.close();
            }
        }
    }

    private Endpoint askWhereTheServerListens() throws IOException {
        boolean pasv = mode == DataMode.PASV;
        int wanted = pasv ? FTPReply.ENTERING_PASSIVE_MODE : FTPReply.ENTERING_EPSV_MODE;
        if ((pasv ? pasv() : epsv()) != wanted) {
            throw refusal();
        }
        InetAddress server = getRemoteAddress();
        Endpoint advertised;
        try {
            advertised = pasv
                    ? PassiveReply.ofPasv(timeline.lastReply())
                    : PassiveReply.ofEpsv(timeline.lastReply(), server);
        } catch (UnusableReplyException e) {
            throw new TourFailure(String.valueOf(e.getMessage()));
        }
        timeline.add(TourEvent.Kind.LISTENING, "the server listens on " + advertised);
        if (advertised.address().isAnyLocalAddress()) {
            timeline.note("0.0.0.0 stands for the control connection's address, " + new Endpoint(server, 0).host());
        } else if (!advertised.address().equals(server)) {
            timeline.note("the reply names " + advertised.host() + ", the control connection goes to "
                    + new Endpoint(server, 0).host() + ": connecting to the latter, as most clients do");
        }
        return advertised;
    }

    private Socket openActive(String command, @Nullable String argument) throws IOException {
        try (ActiveListener listener = ActiveListener.bind(getLocalAddress())) {
            Endpoint bound = listener.bound();
            timeline.add(TourEvent.Kind.LISTENING, "the client listens on " + bound);
            int reply = mode == DataMode.PORT ? port(bound.address(), bound.port()) : tellExtended(bound);
            if (!FTPReply.isPositiveCompletion(reply)) {
                throw refusal();
            }
            // Servers connect before they answer and often allow that 10 s too: let their 425 come first.
            replyLimit = timeout.multipliedBy(3).dividedBy(2);
            try {
                transferCommand(command, argument);
                Socket socket = listener.accept(getRemoteAddress(), timeout, surroundings.ticker(), this::replyWaits);
                timeline.dataConnected(DataConnection.End.CLIENT, bound, localEnd(socket), remoteEnd(socket));
                return socket;
            } catch (SocketTimeoutException e) {
                if (replyWaits() && !FTPReply.isPositiveCompletion(getReply())) {
                    throw refusal();
                }
                throw FailureText.activeAccept(bound, remoteEnd(_socket_), listener.strangers(), timeout);
            } finally {
                replyLimit = timeout;
            }
        }
    }

    /** Sends EPRT with the short form of an address: pyftpdlib takes the long one of FTPClient for a stranger's. */
    private int tellExtended(Endpoint bound) throws IOException {
        int protocol = bound.family() == AddressFamily.IPV4 ? 1 : 2;
        String host = bound.host().replaceFirst("%.*", "");
        return sendCommand("EPRT", "|" + protocol + "|" + host + "|" + bound.port() + "|");
    }

    private void transferCommand(String command, @Nullable String argument) throws IOException {
        if (!FTPReply.isPositivePreliminary(sendCommand(command, argument))) {
            throw refusal();
        }
    }

    private boolean replyWaits() throws IOException {
        // JSSE tells only of what it has decrypted; a part of a record is enough here.
        return _controlInput_.ready() || (beneath == null ? _input_ : beneath.getInputStream()).available() > 0;
    }

    @Override
    public boolean completePendingCommand() throws IOException {
        endDataWatch();
        return super.completePendingCommand();
    }

    /** A failure as it came about: a socket that the guard closed had stalled. */
    IOException asSeen(IOException e) {
        return e instanceof CopyStreamException copy && dataWatch != null && dataWatch.expired()
                ? new CopyStreamException("stalled", copy.getTotalBytesTransferred(), new SocketTimeoutException())
                : e;
    }

    /** After a transfer broke: waits a moment for the reply that may say why; what to add to the reason. */
    String lateReply() {
        endDataWatch();
        if (!isConnected()) {
            return "";
        }
        String before = timeline.lastReply();
        replyLimit = LATE_REPLY;
        try {
            getReply();
        } catch (IOException e) {
            // The server has nothing to say; the connection is given up anyway.
        } finally {
            replyLimit = timeout;
        }
        return timeline.lastReply().equals(before) ? "" : "; the server said " + timeline.lastReply();
    }

    /** Closes the control connection without a word. */
    void abandon() {
        endDataWatch();
        try {
            disconnect();
        } catch (IOException e) {
            // The socket is closed either way.
        }
    }

    private void endDataWatch() {
        if (dataWatch != null) {
            dataWatch.close();
            dataWatch = null;
        }
    }

    private static Endpoint localEnd(Socket socket) {
        return Endpoint.of((InetSocketAddress) socket.getLocalSocketAddress());
    }

    private static Endpoint remoteEnd(Socket socket) {
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

    /** Tells the guard that bytes still move. */
    private final class Progress implements CopyStreamListener {
        @Override
        public void bytesTransferred(CopyStreamEvent event) {
            touch();
        }

        @Override
        public void bytesTransferred(long total, int bytes, long size) {
            touch();
        }

        private void touch() {
            if (dataWatch != null) {
                dataWatch.touch();
            }
        }
    }
}
