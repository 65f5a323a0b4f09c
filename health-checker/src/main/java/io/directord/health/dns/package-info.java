/** Does this server resolve names, and to what? */
@NullMarked
package io.directord.health.dns;

import org.jspecify.annotations.NullMarked;
