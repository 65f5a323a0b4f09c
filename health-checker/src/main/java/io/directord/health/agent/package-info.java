/** What does an agent beside a server say of it, in HAProxy's words? */
@NullMarked
package io.directord.health.agent;

import org.jspecify.annotations.NullMarked;
