/** Does this server answer packets that no connection stands behind? */
@NullMarked
package io.directord.health.raw;

import org.jspecify.annotations.NullMarked;
