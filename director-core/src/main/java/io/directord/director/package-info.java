/** Who owns the director's state, and in which order do its parts start and stop? */
@NullMarked
package io.directord.director;

import org.jspecify.annotations.NullMarked;
