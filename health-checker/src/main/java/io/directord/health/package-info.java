/** Is this server alive? */
@NullMarked
package io.directord.health;

import org.jspecify.annotations.NullMarked;
