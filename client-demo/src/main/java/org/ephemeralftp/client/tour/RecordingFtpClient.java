package org.ephemeralftp.client.tour;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.apache.commons.net.ftp.FTPReply;
import org.apache.commons.net.io.CopyStreamEvent;
import org.apache.commons.net.io.CopyStreamException;
import org.apache.commons.net.io.CopyStreamListener;
import org.apache.commons.net.io.Util;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.ActiveListener;
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
final class RecordingFtpClient extends RecordedControl {
    /** How long a reply that explains a broken transfer may lag behind the breakage. */
    private static final Duration LATE_REPLY = Duration.ofMillis(500);

    private final Surroundings surroundings;
    private DataMode mode = DataMode.PASV;
    private StallGuard.@Nullable Watch dataWatch;

    RecordingFtpClient(
            Surroundings surroundings, StallGuard guard, Duration timeout, @Nullable TourTls tls, Timeline timeline) {
        super(guard, timeout, tls, timeline);
        this.surroundings = surroundings;
        setCopyStreamListener(new Progress());
    }

    void use(DataMode next) {
        mode = next;
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
            int reply = sendCommand(mode.name(), mode.argument(bound));
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
    private void transferCommand(String command, @Nullable String argument) throws IOException {
        if (!FTPReply.isPositivePreliminary(sendCommand(command, argument))) {
            throw refusal();
        }
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
