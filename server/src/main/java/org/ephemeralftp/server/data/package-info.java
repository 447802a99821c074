/** Data connections, passive and active, and the copying of bytes over them. */
@NullMarked
package org.ephemeralftp.server.data;

import org.jspecify.annotations.NullMarked;
