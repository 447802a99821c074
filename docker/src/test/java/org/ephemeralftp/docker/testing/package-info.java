/** What the integration tests start and stop: the runnable jars and the programs of this machine. */
@NullMarked
package org.ephemeralftp.docker.testing;

import org.jspecify.annotations.NullMarked;
