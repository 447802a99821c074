/** The control connection: the only home of Apache FtpServer's internal types. */
@NullMarked
package org.ephemeralftp.server.control;

import org.jspecify.annotations.NullMarked;
