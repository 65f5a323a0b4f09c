package io.directord.health.raw;

import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** The sockets of this thread's loop: opened with the first SYN, closed when the thread ends. */
final class SynSockets {
  private static final FastThreadLocal<Map<Family, SynSocket>> OF_LOOP =
      new FastThreadLocal<>() {
        @Override
        protected Map<Family, SynSocket> initialValue() {
          return new EnumMap<>(Family.class);
        }

        @Override
        protected void onRemoval(Map<Family, SynSocket> sockets) {
          sockets.values().forEach(SynSocket::close);
        }
      };

  private SynSockets() {}

  static SynSocket of(IoEventLoop loop, Family family) throws KernelException, IOException {
    Map<Family, SynSocket> sockets = OF_LOOP.get();
    SynSocket socket = sockets.get(family);
    if (socket == null) {
      socket = SynSocket.open(loop, family);
      sockets.put(family, socket);
    }
    return socket;
  }
}
