/** The lease engine: who may connect to which data port, until when. It knows nothing of FTP. */
@NullMarked
package org.ephemeralftp.server.lease;

import org.jspecify.annotations.NullMarked;
