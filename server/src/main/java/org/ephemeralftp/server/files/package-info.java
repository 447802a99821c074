/** The file system a session sees, on top of NIO.2. */
@NullMarked
package org.ephemeralftp.server.files;

import org.jspecify.annotations.NullMarked;
