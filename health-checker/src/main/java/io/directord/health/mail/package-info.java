/** Does this server greet in the protocol of mail, files or news, and let somebody log in? */
@NullMarked
package io.directord.health.mail;

import org.jspecify.annotations.NullMarked;
