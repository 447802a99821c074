package org.ephemeralftp.client.probe;

/**
 * A likely cause of what was seen.
 *
 * @param evidence what was seen that speaks for it, with addresses, ports and replies; may hold text of the server
 * @param fix what to do about it
 */
public record Cause(CauseKind kind, String evidence, String fix) {}
