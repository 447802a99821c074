/** Servers for the tests: the stock Apache FtpServer, and one that does what a script tells it. */
@NullMarked
package org.ephemeralftp.client.testing;

import org.jspecify.annotations.NullMarked;
