/** The embedding API: an FTP server whose data ports are leased from a managed range. */
@NullMarked
package org.ephemeralftp.server;

import org.jspecify.annotations.NullMarked;
