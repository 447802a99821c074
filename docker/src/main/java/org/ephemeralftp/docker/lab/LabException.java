package org.ephemeralftp.docker.lab;

import org.jspecify.annotations.Nullable;

/** The lab cannot be had, or broke; the message is for people and says what to do. */
public sealed class LabException extends RuntimeException permits UnsupportedMachineException {
    public LabException(String message) {
        super(message);
    }

    public LabException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
