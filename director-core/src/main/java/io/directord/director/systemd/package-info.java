/** What does the service manager hear of this daemon, and when does it believe that it hangs? */
@NullMarked
package io.directord.director.systemd;

import org.jspecify.annotations.NullMarked;
