package org.ephemeralftp.server.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.Closeable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * Collects what must not happen while clients do what they like: warnings with a trace of the stack, errors, and exceptions
 * nobody caught.
 */
final class ErrorLog extends AppenderBase<ILoggingEvent> implements Closeable {
    private static final int KEPT = 20;

    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("org");
    private final UncaughtExceptionHandler handlerBefore = Thread.getDefaultUncaughtExceptionHandler();
    private final Supplier<String> circumstances;

    /** @param circumstances what is noted with each */
    ErrorLog(Supplier<String> circumstances) {
        this.circumstances = circumstances;
        setContext(logger.getLoggerContext());
        start();
        logger.setLevel(Level.WARN);
        // The console is not to be filled with what is expected here.
        logger.setAdditive(false);
        logger.addAppender(this);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            add("Uncaught in " + thread.getName() + ": " + trace);
        });
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getThrowableProxy() != null) {
            add(event + "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy()));
        } else if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            add(event.toString());
        }
    }

    /** Keeps an error, and prints it. */
    void add(String error) {
        if (errors.size() < KEPT) {
            String all = error + "\n" + circumstances.get();
            errors.add(all);
            System.out.println(all);
        }
    }

    List<String> errors() {
        return new ArrayList<>(errors);
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setLevel(null);
        logger.setAdditive(true);
        stop();
        Thread.setDefaultUncaughtExceptionHandler(handlerBefore);
    }
}
