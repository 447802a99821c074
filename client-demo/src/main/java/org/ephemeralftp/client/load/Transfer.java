package org.ephemeralftp.client.load;

import java.time.Duration;

import org.ephemeralftp.client.connection.DataMode;

/**
 * A transfer that ended well.
 *
 * @param bytes that went over the data connection
 * @param port the server's, of the data connection
 * @param took from the setup command to the final reply
 */
public record Transfer(Operation operation, DataMode mode, long bytes, int port, Duration took) {}
