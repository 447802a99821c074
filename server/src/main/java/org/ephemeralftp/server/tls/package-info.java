/** TLS without a connection: the configuration, certificates and keys, and the engines of each control session. */
@NullMarked
package org.ephemeralftp.server.tls;

import org.jspecify.annotations.NullMarked;
