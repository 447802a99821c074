package org.ephemeralftp.client.connection;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A password that does not show itself, and is taken out of what others say. */
public final class Secret {
    public static final String MASK = "****";

    /** Shorter ones are masked as whole words only; else "p" would shred every reply. */
    private static final int LONG_ENOUGH = 6;

    private final String value;
    private final Pattern occurrence;

    public Secret(String value) {
        this.value = value;
        String quoted = Pattern.quote(value);
        this.occurrence = Pattern.compile(
                value.length() >= LONG_ENOUGH ? quoted : "(?<![\\p{L}\\p{N}])" + quoted + "(?![\\p{L}\\p{N}])");
    }

    public String reveal() {
        return value;
    }

    /** The text with each occurrence of the secret masked. */
    public String hideIn(String text) {
        return value.isEmpty() ? text : occurrence.matcher(text).replaceAll(Matcher.quoteReplacement(MASK));
    }

    @Override
    public String toString() {
        return MASK;
    }
}
