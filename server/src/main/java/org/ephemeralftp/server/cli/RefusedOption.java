package org.ephemeralftp.server.cli;

/** A value that has the form of its option and still cannot be meant; the message does not name the option. */
final class RefusedOption extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String option;
    private final transient Object value;

    RefusedOption(String option, Object value, IllegalArgumentException cause) {
        super(cause.getMessage(), cause);
        this.option = option;
        this.value = value;
    }

    String option() {
        return option;
    }

    Object value() {
        return value;
    }
}
