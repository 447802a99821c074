package org.ephemeralftp.server.control;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.apache.ftpserver.ftplet.DataConnection;
import org.apache.ftpserver.ftplet.DataType;
import org.apache.ftpserver.ftplet.FtpSession;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.data.CrlfInputStream;
import org.ephemeralftp.server.data.CrlfOutputStream;
import org.ephemeralftp.server.data.DataConnectionException;
import org.ephemeralftp.server.data.Transfer;

/**
 * One of our data connections as the stock transfer commands (APPE, STOU) use it: for one call, at
 * the end of which it is closed, so that their 226 follows.
 */
final class StockDataConnection implements DataConnection {
    private interface Copy {
        void run(Transfer transfer) throws IOException;
    }

    private final FtpIoSession session;
    private final org.ephemeralftp.server.data.DataConnection connection;

    StockDataConnection(FtpIoSession session, org.ephemeralftp.server.data.DataConnection connection) {
        this.session = session;
        this.connection = connection;
    }

    @Override
    public long transferFromClient(FtpSession caller, OutputStream file) throws IOException {
        boolean text = caller.getDataType() == DataType.ASCII;
        return copy(transfer -> transfer.receive(text ? new CrlfOutputStream(file) : file));
    }

    @Override
    public long transferToClient(FtpSession caller, InputStream file) throws IOException {
        boolean text = caller.getDataType() == DataType.ASCII;
        return copy(transfer -> transfer.send(text ? new CrlfInputStream(file) : file));
    }

    @Override
    public void transferToClient(FtpSession caller, String listing) throws IOException {
        byte[] bytes = listing.getBytes(StandardCharsets.UTF_8);
        copy(transfer -> transfer.send(new ByteArrayInputStream(bytes)));
    }

    private long copy(Copy copy) throws IOException {
        Transfer transfer = new Transfer(connection, Activity.of(session));
        try (connection) {
            return run(copy, transfer);
        } catch (DataConnectionException e) {
            // The stock commands know a broken connection by this type.
            throw (SocketException) new SocketException(e.getMessage()).initCause(e);
        }
    }

    private long run(Copy copy, Transfer transfer) throws IOException {
        try {
            copy.run(transfer);
            return transfer.bytes();
        } catch (IOException e) {
            connection.resetOnClose();
            throw e;
        }
    }
}
