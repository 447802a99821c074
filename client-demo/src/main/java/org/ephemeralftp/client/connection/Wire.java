package org.ephemeralftp.client.connection;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import javax.net.ssl.SSLSocket;
import org.apache.commons.net.DefaultSocketFactory;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPConnectionClosedException;
import org.apache.commons.net.ftp.FTPReply;
import org.apache.commons.net.io.CRLFLineReader;
import org.jspecify.annotations.Nullable;

/** The protocol of a {@link ControlConnection}: commons-net's, kept from doing several steps at once. */
final class Wire extends FTP {
    private volatile @Nullable Socket raw;
    private @Nullable LimitedReplies replies;
    private volatile boolean aborted;

    Wire() {
        setControlEncoding(StandardCharsets.UTF_8);
        setSocketFactory(new DefaultSocketFactory() {
            @Override
            public Socket createSocket() throws IOException {
                Socket socket = super.createSocket();
                raw = socket;
                if (aborted) {
                    socket.close();
                }
                return socket;
            }
        });
    }

    Socket socket() {
        return _socket_;
    }

    /** What TLS may lie over: closing it never waits, and what arrived there shows before TLS has read it. */
    Socket raw() throws SocketException {
        Socket socket = raw;
        if (socket == null) {
            throw new SocketException("not connected");
        }
        return socket;
    }

    void abort() {
        aborted = true;
        closeQuietly(raw);
    }

    /** The fields stay: another thread may be in the middle of a reply. */
    @Override
    public void disconnect() throws IOException {
        aborted = true;
        if (_socket_ != null) {
            _socket_.close();
        }
    }

    private static void closeQuietly(@Nullable Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // It is closed either way.
        }
    }

    /** Does not read the greeting. */
    @Override
    protected void _connectAction_() throws IOException {
        _socket_.setTcpNoDelay(true);
        stream();
    }

    void startTls(ClientTls tls, String host) throws IOException {
        _socket_.setSoTimeout(connectTimeout);
        SSLSocket layered = tls.over(_socket_, host, _socket_.getPort());
        layered.setSoTimeout(0);
        _socket_ = layered;
        stream();
    }

    private void stream() throws IOException {
        _input_ = _socket_.getInputStream();
        _output_ = _socket_.getOutputStream();
        LimitedReplies limited = new LimitedReplies(_input_);
        replies = limited;
        _controlInput_ = new CRLFLineReader(new InputStreamReader(limited, StandardCharsets.UTF_8));
        _controlOutput_ = new BufferedWriter(new OutputStreamWriter(_output_, StandardCharsets.UTF_8));
    }

    void write(String line) throws IOException {
        if (line.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new IllegalArgumentException(
                    line.replaceFirst(" .*", "").toUpperCase(Locale.ROOT) + " with a line break or a NUL in it");
        }
        _controlOutput_.write(line + "\r\n");
        _controlOutput_.flush();
    }

    Reply read() throws IOException {
        if (replies != null) {
            replies.next();
        }
        try {
            getReply();
        } catch (FTPConnectionClosedException e) {
            if (_replyCode != FTPReply.SERVICE_NOT_AVAILABLE || _replyLines.isEmpty()) {
                throw e;
            }
        }
        return new Reply(_replyCode, Arrays.asList(getReplyStrings()));
    }

    boolean waits() throws IOException {
        BufferedReader reader = _controlInput_;
        return reader.ready()
                || _socket_.getInputStream().available() > 0
                || raw().getInputStream().available() > 0;
    }
}
