/** A guided tour of an FTP server: every way to set up a data connection, with the ports of both ends. */
@NullMarked
package org.ephemeralftp.client.tour;

import org.jspecify.annotations.NullMarked;
