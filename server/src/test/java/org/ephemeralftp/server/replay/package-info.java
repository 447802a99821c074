/** The replay test: what each RFC asks of a server, as a table of commands and replies, played over real sockets. */
@NullMarked
package org.ephemeralftp.server.replay;

import org.jspecify.annotations.NullMarked;
