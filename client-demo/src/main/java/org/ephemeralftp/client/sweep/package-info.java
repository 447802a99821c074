/** The sweep: which passive ports a server hands out, and for each of them whether a data connection gets through. */
@NullMarked
package org.ephemeralftp.client.sweep;

import org.jspecify.annotations.NullMarked;
