/** Firewall rules for a configuration: what it needs, and how the formats say it. Reads the configuration only. */
@NullMarked
package org.ephemeralftp.server.firewall;

import org.jspecify.annotations.NullMarked;
