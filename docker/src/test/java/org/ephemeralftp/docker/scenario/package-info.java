/** FTP through real firewall rules: three hosts in network namespaces, and the scenarios that are played on them. */
@NullMarked
package org.ephemeralftp.docker.scenario;

import org.jspecify.annotations.NullMarked;
