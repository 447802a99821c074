/** Port numbers and nothing else: sets of ports, the ranges known by convention, and this machine's own. */
@NullMarked
package org.ephemeralftp.server.ports;

import org.jspecify.annotations.NullMarked;
