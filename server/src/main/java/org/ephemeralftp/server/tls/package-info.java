/** TLS: contexts. */
@NullMarked
package org.ephemeralftp.server.tls;

import org.jspecify.annotations.NullMarked;
