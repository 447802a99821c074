/**
 * Scripted faults, for people who test their own FTP code: what a server is to do wrong, once each, and when.
 *
 * <p>{@link org.ephemeralftp.server.faults.Faults} is a running server's script, and
 * {@link org.ephemeralftp.server.faults.Fault} makes what can be put on it. There is no option of the command line and
 * no setting that does: only a program that runs the server in itself can.
 */
@NullMarked
package org.ephemeralftp.server.faults;

import org.jspecify.annotations.NullMarked;
