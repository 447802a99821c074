/** What runs server and client together: image, Testcontainers class and firewall lab. */
@NullMarked
package org.ephemeralftp.docker;

import org.jspecify.annotations.NullMarked;
