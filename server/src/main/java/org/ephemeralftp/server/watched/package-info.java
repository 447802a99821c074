/** Files that are read again when they change. */
@NullMarked
package org.ephemeralftp.server.watched;

import org.jspecify.annotations.NullMarked;
