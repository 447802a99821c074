package org.ephemeralftp.client.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import org.ephemeralftp.client.load.FtpLoad;
import org.ephemeralftp.client.load.Operation;
import org.ephemeralftp.client.settings.Choices;

/** The values of the load command's options, read so that a wrong one is answered with the right ones. */
final class LoadChoices {
    private LoadChoices() {}

    /** A number of bytes, such as 1024, 100K, 100KiB or 1MiB; the letters mean powers of 1,024. */
    static final class Bytes implements ITypeConverter<Long> {
        private static final Pattern SIZE =
                Pattern.compile("([0-9]{1,10})(?:([KMG])(?:iB)?)?", Pattern.CASE_INSENSITIVE);

        @Override
        public Long convert(String value) {
            Matcher size = SIZE.matcher(value);
            if (size.matches()) {
                String unit = size.group(2);
                int shift = unit == null ? 0 : 10 * ("KMG".indexOf(unit.toUpperCase(Locale.ROOT)) + 1);
                long number = Long.parseLong(size.group(1));
                if (number <= FtpLoad.MAX_SIZE >> shift) {
                    return number << shift;
                }
            }
            throw new TypeConversionException(
                    "'" + value + "' is not a size from 0 to 1GiB, such as 1024, 100KiB or 1MiB");
        }
    }

    static final class Sessions implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return (int) Choices.number(value, 1, FtpLoad.MAX_SESSIONS, "sessions");
        }
    }

    static final class Transfers implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            return Choices.number(value, 1, FtpLoad.MAX_TRANSFERS, "transfers");
        }
    }

    static final class Ramp implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            return Choices.number(value, 0, FtpLoad.MAX_TIME.toSeconds(), "seconds");
        }
    }

    static final class Operations implements ITypeConverter<Operation> {
        @Override
        public Operation convert(String value) {
            return Arrays.stream(Operation.values())
                    .filter(each -> each.toString().equalsIgnoreCase(value))
                    .findAny()
                    .orElseThrow(() -> new TypeConversionException("'" + value + "' is not one of "
                            + Arrays.stream(Operation.values())
                                    .map(Operation::toString)
                                    .collect(Collectors.joining(", "))));
        }
    }

    /** How the report is printed. */
    enum Format {
        TEXT,
        JSON
    }

    static final class Formats implements ITypeConverter<Format> {
        @Override
        public Format convert(String value) {
            return Choices.choose(Format.class, value);
        }
    }
}
