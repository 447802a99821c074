package org.ephemeralftp.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of the runnable server: standard error, so that standard output stays for what programs read. Applications
 * that embed the server log as they like.
 */
final class Logging {
    private Logging() {}

    static void toStandardError() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        context.reset();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        // What clients send must not start a line of its own in the log.
        encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %replace(%msg){'[\\p{Cntrl}]', '?'}%n%rEx{short}");
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(console);
        context.getLogger("org.ephemeralftp").setLevel(Level.INFO);
        // It calls every client that resets its connection an error.
        context.getLogger("org.apache.mina.core.service.IoProcessor").setLevel(Level.OFF);
    }
}
