/** Which links, addresses and neighbours does this host have? */
@NullMarked
package io.directord.kernel.link;

import org.jspecify.annotations.NullMarked;
