/** Does this server accept connections, and say over them what is expected? */
@NullMarked
package io.directord.health.tcp;

import org.jspecify.annotations.NullMarked;
