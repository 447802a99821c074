package org.ephemeralftp.server.control;

import java.io.Closeable;
import java.io.IOException;
import org.apache.ftpserver.command.AbstractCommand;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.data.DataConnection;
import org.ephemeralftp.server.data.DataConnectionException;
import org.ephemeralftp.server.data.DataSetup;
import org.ephemeralftp.server.data.Transfer;
import org.ephemeralftp.server.files.NoSpaceException;

/**
 * A command that moves a file over a data connection (RFC 959, section 5.4): 150, the bytes, and one final reply. 226 is
 * sent only when the last byte is where it belongs and the data connection is closed.
 */
abstract class TransferCommand extends AbstractCommand {
    private static final Logger log = LoggerFactory.getLogger(TransferCommand.class);

    /** One prepared transfer: everything that can be refused before a data connection is opened has been looked at. */
    interface Task extends Closeable {
        /** What the 150 says; empty if there is nothing to say but how the data connection is. */
        default String opening() {
            return "";
        }

        /** Moves the bytes. */
        void run(Transfer transfer) throws IOException;

        /** Puts the result in place, once the data connection is closed. What fails here fails the transfer. */
        default void commit() throws IOException {}

        /** Gives up what was not put in place. What fails here fails the transfer. */
        @Override
        void close() throws IOException;

        /** Called after the success of everything. */
        void succeeded(long bytes);
    }

    /**
     * Looks at the argument and the file.
     *
     * @throws ReplyException if the transfer is refused
     */
    abstract Task prepare(FtpIoSession session, FtpServerContext context, FtpRequest request)
            throws ReplyException, FtpException;

    @Override
    public final void execute(FtpIoSession session, FtpServerContext context, FtpRequest request) throws FtpException {
        SessionData data = SessionData.of(session);
        try {
            Task task = prepare(session, context, request);
            long bytes = transfer(session, data.setup(), task);
            task.succeeded(bytes);
            write(session, 226, "Transfer complete, " + bytes + " bytes");
        } catch (ReplyException e) {
            log.debug("{} refused: {}", request.getCommand(), e.getMessage());
            session.write(e.reply());
        } finally {
            session.resetState();
            data.closeDataConnection();
        }
    }

    private static long transfer(FtpIoSession session, DataSetup setup, Task task) throws ReplyException {
        try (task) {
            DataConnection connection = open(session, setup, task.opening());
            Transfer transfer = new Transfer(connection, Activity.of(session));
            try (connection) {
                run(task, transfer, connection);
            }
            // A session that was stopped meanwhile did not mean the end of the data to be the end of the file.
            setup.requireGoing();
            task.commit();
            return transfer.bytes();
        } catch (DataConnectionException e) {
            throw new ReplyException(426, e.getMessage() + "; transfer aborted");
        } catch (NoSpaceException e) {
            log.warn("A transfer failed", e);
            throw new ReplyException(452, "The file could not be transferred: " + e.getMessage());
        } catch (IOException e) {
            log.warn("A transfer failed at the file", e);
            throw new ReplyException(451, "The file could not be transferred: " + e.getMessage());
        }
    }

    /** A transfer that fails ends in a reset, so that the client cannot take what it got for the whole. */
    private static void run(Task task, Transfer transfer, DataConnection connection) throws IOException {
        try {
            task.run(transfer);
        } catch (IOException | RuntimeException e) {
            connection.resetOnClose();
            throw e;
        }
    }

    private static DataConnection open(FtpIoSession session, DataSetup setup, String opening) throws ReplyException {
        try {
            boolean wentAhead = setup.mayGoAhead();
            if (wentAhead) {
                write(session, 150, opening.isEmpty() ? "Waiting for the data connection" : opening);
            }
            DataConnection connection = setup.open();
            if (!wentAhead) {
                write(session, 150, opening.isEmpty() ? "Data connection is open" : opening);
            }
            return connection;
        } catch (DataConnectionException e) {
            throw new ReplyException(425, e);
        }
    }

    private static void write(FtpIoSession session, int code, String text) {
        session.write(new DefaultFtpReply(code, text));
    }
}
