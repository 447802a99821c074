package org.ephemeralftp.server.control;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Optional;

/** The times of files as the lines of listings write them: the two forms have four digits for a year and no sign. */
final class FileTimes {
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    private static final long HALF_A_YEAR_MILLIS = 183L * 24 * 60 * 60 * 1000;
    private static final long FIRST_MILLIS =
            Instant.parse("0000-01-02T00:00:00Z").toEpochMilli();
    private static final long LAST_MILLIS =
            Instant.parse("9999-12-30T23:59:59.999Z").toEpochMilli();

    private FileTimes() {}

    /** Appends a time as {@code ls -l} does: with the minute within the half year before now, else with the year. */
    static void appendUnix(long millis, long now, ZoneRules zone, StringBuilder line) {
        LocalDateTime time = local(millis, zone);
        line.append(MONTHS[time.getMonthValue() - 1]).append(' ');
        PaddedNumber.append(time.getDayOfMonth(), 2, ' ', line);
        line.append(' ');
        if (millis <= now && millis > now - HALF_A_YEAR_MILLIS) {
            PaddedNumber.append(time.getHour(), 2, '0', line);
            line.append(':');
            PaddedNumber.append(time.getMinute(), 2, '0', line);
        } else {
            line.append(' ');
            PaddedNumber.append(time.getYear(), 4, '0', line);
        }
    }

    /** Appends a time as RFC 3659, section 2.3, wants it: {@code YYYYMMDDHHMMSS.sss}, in UTC. */
    static void appendUtc(long millis, StringBuilder line) {
        LocalDateTime time = local(millis, ZoneOffset.UTC.getRules());
        PaddedNumber.append(time.getYear(), 4, '0', line);
        PaddedNumber.append(time.getMonthValue(), 2, '0', line);
        PaddedNumber.append(time.getDayOfMonth(), 2, '0', line);
        PaddedNumber.append(time.getHour(), 2, '0', line);
        PaddedNumber.append(time.getMinute(), 2, '0', line);
        PaddedNumber.append(time.getSecond(), 2, '0', line);
        line.append('.');
        PaddedNumber.append(Math.floorMod(millis, 1000), 3, '0', line);
    }

    /**
     * Reads a time as RFC 3659, section 2.3, has it: {@code YYYYMMDDHHMMSS}, then maybe a dot and digits. Empty for
     * digits that are no time. A leap second is taken for the one after it.
     */
    static Optional<Instant> parseUtc(String text) {
        try {
            int second = digits(text, 12, 14);
            LocalDateTime time = LocalDateTime.of(
                    digits(text, 0, 4),
                    digits(text, 4, 6),
                    digits(text, 6, 8),
                    digits(text, 8, 10),
                    digits(text, 10, 12),
                    Math.min(second, 59));
            String nanos = (text.length() > 15 ? text.substring(15) : "") + "000000000";
            if (second > 60) {
                return Optional.empty();
            }
            return Optional.of(time.toInstant(ZoneOffset.UTC)
                    .plusSeconds(second == 60 ? 1 : 0)
                    .plusNanos(digits(nanos, 0, 9)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int digits(String text, int start, int end) {
        return Integer.parseInt(text, start, end, 10);
    }

    private static LocalDateTime local(long millis, ZoneRules zone) {
        Instant instant = Instant.ofEpochMilli(Math.max(FIRST_MILLIS, Math.min(LAST_MILLIS, millis)));
        return LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, zone.getOffset(instant));
    }
}
