/** Does the other director of the pair run the same, and see the same? */
@NullMarked
package io.directord.director.peer;

import org.jspecify.annotations.NullMarked;
