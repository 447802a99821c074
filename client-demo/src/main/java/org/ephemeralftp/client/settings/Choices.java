package org.ephemeralftp.client.settings;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.connection.ServerAddress;
import org.ephemeralftp.client.probe.FtpProbe;
import org.ephemeralftp.client.report.ProbeFormat;
import org.ephemeralftp.client.tour.TourBuilder;

/** The values of options, read so that a wrong one is answered with the right ones. */
public final class Choices {
    private Choices() {}

    public static <E extends Enum<E>> E choose(Class<E> type, String value) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(value)) {
                return constant;
            }
        }
        String valid = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw new TypeConversionException("'" + value + "' is not one of " + valid);
    }

    public static final class Mode implements ITypeConverter<DataMode> {
        @Override
        public DataMode convert(String value) {
            return choose(DataMode.class, value);
        }
    }

    public static final class Family implements ITypeConverter<AddressFamily> {
        @Override
        public AddressFamily convert(String value) {
            return choose(AddressFamily.class, value);
        }
    }

    public static final class Protected implements ITypeConverter<Protection> {
        @Override
        public Protection convert(String value) {
            return choose(Protection.class, value);
        }
    }

    public static final class Server implements ITypeConverter<ServerAddress> {
        @Override
        public ServerAddress convert(String value) {
            try {
                return ServerAddress.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    public static final class Tries implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return (int) number(value, 1, FtpProbe.MAX_TRIES, "tries");
        }
    }

    public static final class Format implements ITypeConverter<ProbeFormat> {
        @Override
        public ProbeFormat convert(String value) {
            return choose(ProbeFormat.class, value);
        }
    }

    /** An address that this machine has; a name would not say which. */
    public static final class LocalAddress implements ITypeConverter<InetAddress> {
        @Override
        public InetAddress convert(String value) {
            try {
                // Looks nothing up, as there are no letters but those of hexadecimal digits and a scope.
                if (value.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[\\w.-]+)?")) {
                    InetAddress address = InetAddress.getByName(value);
                    if (NetworkInterface.getByInetAddress(address) != null) {
                        return address;
                    }
                }
            } catch (UnknownHostException | SocketException e) {
                // Said below.
            }
            throw new TypeConversionException("'" + value + "' is not an address of this machine; valid is an IPv4 or "
                    + "IPv6 address of one of its interfaces");
        }
    }

    public static final class Size implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            return number(value, 0, TourBuilder.MAX_SIZE, "bytes");
        }
    }

    public static final class Seconds implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            return number(value, 1, TourBuilder.MAX_TIMEOUT.toSeconds(), "seconds");
        }
    }

    public static final class Within implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            return number(value, FtpProbe.MIN_TIMEOUT.toSeconds(), FtpProbe.MAX.toSeconds(), "seconds");
        }
    }

    public static long number(String value, long from, long to, String unit) {
        // Up to eighteen digits always fit.
        if (value.matches("[0-9]{1,18}")) {
            long number = Long.parseLong(value);
            if (number >= from && number <= to) {
                return number;
            }
        }
        throw new TypeConversionException(
                "'" + value + "' is not a whole number of " + unit + " from " + from + " to " + to);
    }
}
