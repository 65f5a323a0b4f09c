/** How do the bytes of a probe reach a server, and its answers the probe? */
@NullMarked
package io.directord.health.transport;

import org.jspecify.annotations.NullMarked;
