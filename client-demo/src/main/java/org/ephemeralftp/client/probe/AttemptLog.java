package org.ephemeralftp.client.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.connection.Reply;
import org.ephemeralftp.client.connection.Secret;

/** The records of an attempt while it is under way. */
final class AttemptLog {
    private final LongSupplier ticker;
    private final Secret password;
    private final Consumer<PhaseRecord> follower;
    private final List<PhaseRecord> phases;

    /** Begins with the records of how the control connection came to be, if it is there already. */
    AttemptLog(LongSupplier ticker, Secret password, List<PhaseRecord> before, Consumer<PhaseRecord> follower) {
        this.ticker = ticker;
        this.password = password;
        this.phases = new ArrayList<>(before);
        this.follower = follower;
    }

    List<PhaseRecord> phases() {
        return List.copyOf(phases);
    }

    /** The clock of a phase starts. */
    Step begin(Phase phase) {
        return new Step(phase);
    }

    /** A phase that consists of a wait for a reply. */
    Reply reply(Phase phase, Talk talk) throws PhaseFailed {
        return begin(phase).replied(talk);
    }

    /** Something said, and the reply to it. */
    @FunctionalInterface
    interface Talk {
        Reply hear() throws IOException;
    }

    /** A phase that is under way. */
    final class Step {
        private final Phase phase;
        private final long began = ticker.getAsLong();
        private @Nullable Endpoint said;
        private @Nullable Endpoint local;
        private @Nullable Endpoint remote;

        private Step(Phase phase) {
            this.phase = phase;
        }

        Step said(Endpoint said) {
            this.said = said;
            return this;
        }

        Step ends(@Nullable Endpoint local, Endpoint remote) {
            this.local = local;
            this.remote = remote;
            return this;
        }

        void connected() {
            add(ConnectionOutcome.CONNECTED, 0, "");
        }

        void completed(String text) {
            add(ConnectionOutcome.COMPLETED, 0, text);
        }

        Reply replied(Talk talk) throws PhaseFailed {
            Reply reply;
            try {
                reply = talk.hear();
            } catch (IOException e) {
                throw failed(e);
            }
            PhaseRecord record = add(ConnectionOutcome.REPLIED, reply.code(), reply.text());
            if (!record.passed()) {
                throw new PhaseFailed(record);
            }
            return reply;
        }

        PhaseFailed failed(IOException e) {
            return failed(
                    e, Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()));
        }

        PhaseFailed failed(IOException e, String text) {
            return new PhaseFailed(add(ConnectionOutcome.of(e), 0, text));
        }

        private PhaseRecord add(ConnectionOutcome outcome, int code, String text) {
            Duration took = Duration.ofNanos(ticker.getAsLong() - began);
            PhaseRecord record =
                    new PhaseRecord(phase, outcome, code, password.hideIn(text), took, said, local, remote);
            phases.add(record);
            follower.accept(record);
            return record;
        }
    }
}
