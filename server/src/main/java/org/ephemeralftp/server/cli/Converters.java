package org.ephemeralftp.server.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import org.ephemeralftp.server.firewall.Side;
import org.ephemeralftp.server.lease.PeerCheck;
import org.ephemeralftp.server.lease.PortSharing;
import org.ephemeralftp.server.ports.PortSet;
import org.ephemeralftp.server.tls.SessionReuse;
import org.ephemeralftp.server.tls.TlsMode;

/** The forms of option values; each refuses what is not of its form with a sentence that tells what is. */
final class Converters {
    private Converters() {}

    /** A set of ports, as {@link PortSet#parse} reads it. */
    static final class Ports implements ITypeConverter<PortSet> {
        @Override
        public PortSet convert(String value) {
            try {
                return PortSet.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** A peer check, as {@link PeerCheck#parse} reads it. */
    static final class Check implements ITypeConverter<PeerCheck> {
        @Override
        public PeerCheck convert(String value) {
            try {
                return PeerCheck.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage() + "; or write on or off");
            }
        }
    }

    /** A control port, 0 included. */
    static final class ControlPort implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return number(value, 0, 65535, "'" + value + "' is not a port: give one of 1-65535, or 0 for any free one");
        }
    }

    private static final int MOST = 1_000_000;

    /** How many of something, at least one. */
    static final class Count implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return number(value, 1, MOST, "'" + value + "' is not a number of 1-" + MOST);
        }
    }

    /** How many of something, or 0 for no such limit. */
    static final class CountOrNone implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return number(value, 0, MOST, "'" + value + "' is not a number of 1-" + MOST + ", or 0 for no limit");
        }
    }

    private static int number(String value, int least, int most, String refusal) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, as a number out of range is.
        }
        throw new TypeConversionException(refusal);
    }

    /** One of a few words: the names of an enum's constants, in lower case; picocli's completion asks for them, too. */
    private abstract static class OneOf<E extends Enum<E>> implements ITypeConverter<E>, Iterable<String> {
        private final List<E> constants;

        OneOf(E[] constants) {
            this.constants = List.of(constants);
        }

        @Override
        public E convert(String value) {
            return constants.stream()
                    .filter(constant -> Logging.name(constant).equals(value))
                    .findFirst()
                    .orElseThrow(
                            () -> new TypeConversionException("'" + value + "' is none of " + String.join(", ", this)));
        }

        @Override
        public Iterator<String> iterator() {
            return constants.stream().map(Logging::name).iterator();
        }
    }

    /** {@code client} or {@code off}. */
    static final class Sharing extends OneOf<PortSharing> {
        Sharing() {
            super(PortSharing.values());
        }
    }

    /** {@code off}, {@code optional} or {@code required}. */
    static final class Tls extends OneOf<TlsMode> {
        Tls() {
            super(TlsMode.values());
        }
    }

    /** {@code off}, {@code prefer} or {@code require}. */
    static final class Reuse extends OneOf<SessionReuse> {
        Reuse() {
            super(SessionReuse.values());
        }
    }

    /** What is on unless it is switched off: picocli takes a boolean for what is off unless its option is there. */
    enum Switch {
        ON,
        OFF
    }

    /** {@code on} or {@code off}. */
    static final class OnOff extends OneOf<Switch> {
        OnOff() {
            super(Switch.values());
        }
    }

    /** {@code server}, {@code router} or {@code client}. */
    static final class FirewallSide extends OneOf<Side> {
        FirewallSide() {
            super(Side.values());
        }
    }

    /** {@code text} or {@code json}. */
    static final class LogFormat extends OneOf<Logging.Format> {
        LogFormat() {
            super(Logging.Format.values());
        }
    }

    /** {@code error}, {@code warn}, {@code info} or {@code debug}. */
    static final class LogLevel extends OneOf<Logging.Threshold> {
        LogLevel() {
            super(Logging.Threshold.values());
        }
    }

    /** An address, or a name that has one. */
    static final class Address implements ITypeConverter<InetAddress> {
        @Override
        public InetAddress convert(String value) {
            try {
                if (value.isBlank()) {
                    // The JDK takes it for the loopback address, which nobody means by an empty variable.
                    throw new UnknownHostException();
                }
                return InetAddress.getByName(value);
            } catch (UnknownHostException e) {
                throw new TypeConversionException(
                        "'" + value + "' is neither an IP address nor a name that has one; try 127.0.0.1");
            }
        }
    }

    /** Durations as people write them: {@code 500ms}, {@code 30s}, {@code 2m}, {@code 1h}; a bare number is seconds. */
    static class Time implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)?");
        private static final Duration LONGEST = Duration.ofDays(1);

        @Override
        public Duration convert(String value) {
            Matcher matcher = FORM.matcher(value.strip());
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + value + "' is not a duration: write 500ms, 30s, 2m or 1h");
            }
            long number = Long.parseLong(matcher.group(1));
            String unit = matcher.group(2);
            Duration time = switch (unit == null ? "s" : unit) {
                case "ms" -> Duration.ofMillis(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofSeconds(number);
            };
            if (time.compareTo(LONGEST) > 0) {
                throw new TypeConversionException("'" + value + "' is longer than a day: write 500ms, 30s, 2m or 1h");
            }
            return time;
        }
    }

    /** A duration that is not 0. */
    static final class SomeTime extends Time {
        @Override
        public Duration convert(String value) {
            Duration time = super.convert(value);
            if (time.isZero()) {
                throw new TypeConversionException("'" + value + "' leaves no time at all: write 500ms, 30s, 2m or 1h");
            }
            return time;
        }
    }
}
