package org.ephemeralftp.server.control;

import java.time.Duration;

/**
 * How a transfer command went, one that was refused included.
 *
 * @param verb the command, such as {@code RETR}
 * @param path what it is about, as an absolute path of the client's
 * @param bytes how many bytes went over the data connection; 0 if there was none
 * @param dataPort the server's port of the data connection; 0 if there was none
 * @param code the code of the final reply: 226 if all went well
 * @param duration from the command's turn to its end
 */
public record TransferReport(String verb, String path, long bytes, int dataPort, int code, Duration duration) {
    /** Whether everything arrived where it belongs. */
    public boolean ok() {
        return code == 226;
    }
}
