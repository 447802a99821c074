package org.ephemeralftp.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of the runnable server: standard error, so that standard output stays for what programs read. Applications
 * that embed the server log as they like.
 */
final class Logging {
    /** How a line looks. */
    enum Format {
        TEXT,
        JSON
    }

    /** From which events on there is a log. */
    enum Threshold {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    private Logging() {}

    /** The log as it is until the options are known. */
    static void toStandardError() {
        toStandardError(Format.TEXT, Threshold.INFO);
    }

    static void toStandardError(Format format, Threshold threshold) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        context.reset();
        Layout<ILoggingEvent> layout = format == Format.JSON ? new JsonLayout() : new TextLayout();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        setLevels(context, Level.valueOf(threshold.name()));
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console);
    }

    /**
     * What is not ours has no say below WARN: the stock server's own words of commands would have a password that came
     * with XPASS.
     */
    private static void setLevels(LoggerContext context, Level level) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
        context.getLogger("org.ephemeralftp").setLevel(level);
        // Its word on want of file descriptors comes every 50 ms, and ours once.
        context.getLogger("org.apache.mina.core.service.AbstractIoService").setLevel(Level.OFF);
        // It calls every client that resets its connection an error.
        context.getLogger("org.apache.mina.core.service.IoProcessor").setLevel(Level.OFF);
    }

    /** The name of a constant as people write it in options. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
