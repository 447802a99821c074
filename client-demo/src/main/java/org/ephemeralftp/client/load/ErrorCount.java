package org.ephemeralftp.client.load;

/**
 * One kind of error and how often it came.
 *
 * @param what the code of the server's reply; without one, what happened to the connection, such as {@code timed-out};
 *     {@code content} if everything was said to be well and the bytes were not
 * @param at the command, or the part of the transfer, such as {@code data connection}
 * @param example what the first one said; may hold anything the server sent, so escape it before it reaches a terminal
 */
public record ErrorCount(String what, String at, long count, String example) {}
