/** Which addresses should this node have now, and who must be told? Pure. */
@NullMarked
package io.directord.failover.address;

import org.jspecify.annotations.NullMarked;
