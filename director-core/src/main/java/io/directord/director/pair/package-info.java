/** What part does this node play in its pair, as the configuration has it? */
@NullMarked
package io.directord.director.pair;

import org.jspecify.annotations.NullMarked;
