/** The firewall lab: client, router and server hosts that exist as long as it does, rules on them, and what comes of them. */
@NullMarked
package org.ephemeralftp.docker.lab;

import org.jspecify.annotations.NullMarked;
