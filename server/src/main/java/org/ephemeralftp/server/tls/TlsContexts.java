package org.ephemeralftp.server.tls;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where TLS sessions come from: certificate, protocols. One of a server. From {@link #start} to {@link #close} it looks
 * after the certificate's files, on a thread of its own; control sessions that begin after a change get the new one.
 */
public final class TlsContexts implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TlsContexts.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final TlsConfig config;
    private final @Nullable CertificateFiles files;
    private final @Nullable ScheduledExecutorService timer;
    private volatile Identity identity;

    private TlsContexts(TlsConfig config, Collection<String> names, Clock clock) {
        this.config = config;
        Path certificate = config.certificate();
        Path key = config.key();
        if (certificate == null || key == null) {
            files = null;
            timer = null;
            identity = SelfSigned.make(names, clock);
        } else {
            files = new CertificateFiles(certificate, key, clock);
            identity = files.read();
            timer = Executors.newSingleThreadScheduledExecutor(TlsContexts::thread);
        }
    }

    /** A daemon: a file system may hang, and must not keep the program from its end. */
    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "ephemeral-ftp-certificate");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Reads the certificate, or makes one for this run.
     *
     * @param names what the server is called beside its own names and addresses, for a certificate that is made
     * @throws IllegalArgumentException if a file cannot be read or is wrong; the message names it and its option
     */
    public static TlsContexts start(TlsConfig config, Collection<String> names) {
        TlsContexts contexts = withoutTimer(config, names, Clock.systemUTC());
        if (contexts.timer != null) {
            var unused = contexts.timer.scheduleWithFixedDelay(
                    contexts::lookAtFiles, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
        return contexts;
    }

    /** One that looks at its files only when it is told to. */
    static TlsContexts withoutTimer(TlsConfig config, Collection<String> names, Clock clock) {
        return new TlsContexts(config, names, clock);
    }

    void lookAtFiles() {
        try {
            if (files != null) {
                files.readIfChanged().ifPresent(changed -> {
                    identity = changed;
                    log.info("New sessions get the changed {}: {}", files, changed);
                });
            }
        } catch (IllegalArgumentException e) {
            log.warn("The certificate as it was stays in use; {}", e.getMessage());
        } catch (RuntimeException | Error e) {
            // Thrown on, it would be the last time.
            log.error("The certificate could not be brought up to date", e);
        }
    }

    /** What was asked for. */
    public TlsConfig config() {
        return config;
    }

    /** The SHA-256 fingerprint of the certificate that new sessions get, in hexadecimal with colons. */
    public String fingerprint() {
        return identity.fingerprint();
    }

    /** TLS for a new control session. */
    public TlsSession session() {
        return new TlsSession(identity, config.sessionReuse());
    }

    /** Looks at the files no more. */
    @Override
    public void close() {
        if (timer != null) {
            timer.shutdownNow();
        }
    }
}
