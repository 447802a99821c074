package org.ephemeralftp.server.control;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.ftpserver.command.AbstractCommand;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.data.DataConnection;
import org.ephemeralftp.server.data.DataConnectionException;
import org.ephemeralftp.server.data.TlsRefusedException;
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
        /** The text of the 150, if it is to tell more than that the transfer begins. */
        default Optional<String> opening() {
            return Optional.empty();
        }

        /** What is transferred, as an absolute path of the client's. */
        String path();

        /** Moves the bytes. */
        void run(Transfer transfer) throws IOException;

        /** Gives back what the transfer needed, also when it failed. */
        @Override
        void close() throws IOException;
    }

    /** A transfer whose result is put in place at its end, or not at all. */
    interface Placing extends Task {
        /** How long it is to wait, after the data connection ended, for a sign that the client did not mean that. */
        Duration grace();

        /** Puts the result in place, once the data connection ended well. What fails here fails the transfer. */
        void commit() throws IOException;
    }

    /**
     * Looks at the argument and the file.
     *
     * @throws ReplyException if the transfer is refused
     */
    abstract Task prepare(FtpIoSession session, FtpRequest request) throws ReplyException, FtpException;

    @Override
    public final void execute(FtpIoSession session, FtpServerContext context, FtpRequest request) throws FtpException {
        SessionData data = SessionData.of(session);
        FtpReply last;
        Run run = null;
        long began = System.nanoTime();
        try {
            requireProtection(data);
            Task task = prepare(session, request);
            run = new Run(session, data, request.getCommand(), task);
            data.observed().transferBegins(run::command);
            long bytes = run.transfer();
            last = new DefaultFtpReply(226, "Transfer complete, " + bytes + " bytes");
        } catch (ReplyException e) {
            log.debug("{} refused: {}", request.getCommand(), e.getMessage());
            last = e.reply();
        } finally {
            session.resetState();
            data.closeDataConnection();
            data.inFlight().transferEnds();
            data.observed().transferEnds();
        }
        try {
            report(session, request, run, last, Duration.ofNanos(System.nanoTime() - began));
        } catch (FtpException | RuntimeException e) {
            log.warn("{} could not be told of; it is as its reply says", request.getCommand(), e);
        }
        session.write(last);
    }

    /** The level of protection counts at the transfer command, not at PASV or PORT (RFC 4217, section 10.2). */
    private static void requireProtection(SessionData data) throws ReplyException {
        if (data.tlsRequired() && !data.protection().isPrivate()) {
            throw new ReplyException(521, "Clear data connections are not allowed here: use PBSZ 0 and PROT P first");
        }
    }

    /** The disk is not looked at again: it may be slow, and not be any more what it was. */
    private void report(FtpIoSession session, FtpRequest request, @Nullable Run run, FtpReply last, Duration duration)
            throws FtpException {
        ObservedSession observed = SessionData.of(session).observed();
        if (observed.isObserved()) {
            String path = run == null
                    ? session.getFileSystemView().getFile(name(request)).getAbsolutePath()
                    : run.task.path();
            observed.transferred(new TransferReport(
                    request.getCommand(),
                    path,
                    run == null ? 0 : run.bytes(),
                    run == null ? 0 : run.dataPort,
                    last.getCode(),
                    duration));
        }
    }

    /** What of the argument is the name of a file or directory, as far as the argument alone tells. */
    String name(FtpRequest request) {
        return request.hasArgument() ? request.getArgument() : "";
    }

    /** One transfer, from the 150 until everything is closed. */
    private static final class Run {
        private final FtpIoSession session;
        private final SessionData data;
        private final String verb;
        private final Task task;
        private final long began = System.nanoTime();
        private @Nullable Transfer moving;
        private int dataPort;

        private Run(FtpIoSession session, SessionData data, String verb, Task task) {
            this.session = session;
            this.data = data;
            this.verb = verb;
            this.task = task;
        }

        private String command() {
            return verb + " " + task.path();
        }

        private long bytes() {
            return moving == null ? 0 : moving.bytes();
        }

        private long transfer() throws ReplyException {
            try (task) {
                Transfer transfer = transferred();
                if (task instanceof Placing placing) {
                    requireGoing(placing.grace());
                    placing.commit();
                }
                return transfer.bytes();
            } catch (DataConnectionException e) {
                throw new ReplyException(426, e);
            } catch (IOException e) {
                log.warn("{} failed at the file: {}", verb, e.toString());
                log.debug("This is where", e);
                int code = e instanceof NoSpaceException ? 452 : 451;
                throw new ReplyException(code, "The file could not be transferred: " + e.getMessage());
            }
        }

        /** A client that is gone, or that said ABOR, did not mean the end of the data to be the end of the file. */
        private void requireGoing(Duration grace) throws DataConnectionException, ReplyException {
            boolean looked = LookingProcessor.lookAt(session.getFilterChain().getSession(), grace);
            data.setup().requireGoing();
            if (!looked) {
                throw new ReplyException(426, "It cannot be told whether the client is still there");
            }
        }

        private Transfer transferred() throws IOException, ReplyException {
            try (DataConnection connection = open()) {
                dataPort = connection.localPort();
                Transfer transfer = new Transfer(connection);
                moving = transfer;
                transferBegins(transfer::bytes);
                secure(connection);
                try {
                    task.run(transfer);
                } catch (IOException | RuntimeException e) {
                    // So that the client cannot take what it got for the whole.
                    connection.resetOnClose();
                    throw e;
                }
                return transfer;
            }
        }

        private DataConnection open() throws ReplyException {
            try {
                boolean wentAhead = data.setup().mayGoAhead();
                if (wentAhead) {
                    write(150, task.opening().orElse("Waiting for the data connection"));
                    transferBegins(() -> 0);
                }
                DataConnection connection = data.setup().open(data.dataTls());
                if (!wentAhead) {
                    write(150, task.opening().orElse("Data connection is open"));
                }
                return connection;
            } catch (DataConnectionException e) {
                throw notOpened(e);
            }
        }

        /**
         * RFC 4217, section 10.2: the 150 only says that the command may be used, and TLS that fails or does not do gets a
         * 522. A connection that broke or stood still may do next time, as any that could not be opened.
         */
        private void secure(DataConnection connection) throws ReplyException {
            try {
                connection.secure();
            } catch (TlsRefusedException e) {
                throw new ReplyException(522, e);
            } catch (DataConnectionException e) {
                throw notOpened(e);
            }
        }

        private ReplyException notOpened(DataConnectionException e) {
            return new ReplyException(data.setup().isStopped() ? 426 : 425, e);
        }

        private void transferBegins(LongSupplier bytes) {
            data.inFlight()
                    .transferBegins(() -> "%s is in progress: %d bytes in %.1f s"
                            .formatted(verb, bytes.getAsLong(), (System.nanoTime() - began) / 1e9));
        }

        private void write(int code, String text) {
            session.write(new DefaultFtpReply(code, text));
        }
    }
}
