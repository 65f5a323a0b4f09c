package io.directord.failover.wire;

import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What proves the advertisements of one virtual router, both ways. Confined to one thread. */
final class Proofs {
  /** The authentication bytes of version 2: the password, or zeros. */
  final byte[] clear = new byte[Layout.AUTHENTICATION_BYTES];

  final @Nullable AhHeader ah;
  final @Nullable HmacTrailer hmac;

  Proofs(WireSettings settings) {
    AhHeader header = null;
    HmacTrailer trailer = null;
    switch (settings.authentication()) {
      case Authentication.None _ -> {}
      case Authentication.Pass(var password) ->
          System.arraycopy(password, 0, clear, 0, Math.min(password.length, clear.length));
      case Authentication.Ah each -> header = new AhHeader(each, settings.unicast());
      case Authentication.Hmac each -> trailer = new HmacTrailer(each, settings.intervalNanos());
    }
    ah = header;
    hmac = trailer;
  }

  boolean clearMatches(byte[] packet, int at) {
    byte[] found = Arrays.copyOfRange(packet, at, at + clear.length);
    return MessageDigest.isEqual(clear, found);
  }
}
