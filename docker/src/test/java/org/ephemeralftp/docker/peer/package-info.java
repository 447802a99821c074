/** FTP servers for the client to meet: other people's, from Debian's packages, and ours. */
@NullMarked
package org.ephemeralftp.docker.peer;

import org.jspecify.annotations.NullMarked;
