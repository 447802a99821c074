package org.ephemeralftp.server.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.EphemeralFtpServer;

/**
 * The end of the process: SIGTERM drains, and a second one, or SIGINT, closes at once. A shutdown hook alone could not
 * tell the two apart, hear the second, or end with status 0.
 */
final class Shutdown {
    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);
    /** What shells add to the number of the signal that ended a process. */
    private static final int BY_SIGNAL = 128;

    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;

    private final EphemeralFtpServer server;
    private final Duration drainTimeout;
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile int status;

    private Shutdown(EphemeralFtpServer server, Duration drainTimeout) {
        this.server = server;
        this.drainTimeout = drainTimeout;
    }

    /** Listens to signals from now on. */
    static Shutdown of(EphemeralFtpServer server, Duration drainTimeout) {
        Shutdown shutdown = new Shutdown(server, drainTimeout);
        shutdown.listen();
        return shutdown;
    }

    private void listen() {
        // For every other end of the process, and where there are no signals. Closing twice does no harm.
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "ephemeral-ftp-shutdown"));
        on("TERM", this::terminate);
        on("INT", () -> stopAtOnce(SIGINT));
    }

    /** By reflection, since the compiler warns of sun.misc whatever it is told. There is nothing else that hears signals. */
    private static void on(String name, Runnable action) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
                action.run();
            }
            return null;
        };
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> listener = Class.forName("sun.misc.SignalHandler");
            signal.getMethod("handle", signal, listener)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance(name),
                            Proxy.newProxyInstance(
                                    Shutdown.class.getClassLoader(), new Class<?>[] {listener}, handler));
        } catch (ReflectiveOperationException e) {
            log.debug("SIG{} stops at once: {}", name, e.toString());
        }
    }

    private synchronized void terminate() {
        if (asked.getCount() > 0) {
            asked.countDown();
        } else {
            stopAtOnce(SIGTERM);
        }
    }

    private synchronized void stopAtOnce(int signal) {
        status = BY_SIGNAL + signal;
        asked.countDown();
        // It ends a drain that is going on, too.
        server.close();
    }

    /** Waits for the end of the server; the exit status of the process. */
    int await() throws InterruptedException {
        asked.await();
        if (status == 0) {
            log.atInfo()
                    .addKeyValue("timeout", drainTimeout.toMillis() / 1000.0)
                    .log("stopping: running transfers may finish");
            boolean all = server.drain(drainTimeout);
            log.info(all ? "stopped: all sessions ended" : "stopped: some sessions were cut");
        } else {
            server.close();
            log.info("stopped at once");
        }
        return status;
    }
}
