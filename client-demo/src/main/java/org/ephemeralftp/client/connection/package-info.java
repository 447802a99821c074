/** What every part of the client is built from: one control connection, and what its replies say of data connections. */
@NullMarked
package org.ephemeralftp.client.connection;

import org.jspecify.annotations.NullMarked;
