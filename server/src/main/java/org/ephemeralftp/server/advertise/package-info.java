/** What clients are told of their data ports, where it is not what is bound: behind NAT, or in a container. */
@NullMarked
package org.ephemeralftp.server.advertise;

import org.jspecify.annotations.NullMarked;
