package org.ephemeralftp.docker.lab;

/** This machine cannot have a lab; each line of the message names something that it lacks, and what to do. */
public final class UnsupportedMachineException extends LabException {
    UnsupportedMachineException(String message) {
        super(message);
    }
}
