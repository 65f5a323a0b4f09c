/** What happened, in order, and who is told of it? */
@NullMarked
package io.directord.director.journal;

import org.jspecify.annotations.NullMarked;
