/** Many sessions at once, which make a server hand out data ports as fast as it can, and what came of it. */
@NullMarked
package org.ephemeralftp.client.load;

import org.jspecify.annotations.NullMarked;
