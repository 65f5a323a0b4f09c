/** What makes a host a real server, and how is that undone? */
@NullMarked
package io.directord.director.realserver;

import org.jspecify.annotations.NullMarked;
