/** Tests of the firewall lab: its parts, and the whole of it on a real kernel. */
@NullMarked
package org.ephemeralftp.docker.lab;

import org.jspecify.annotations.NullMarked;
