package io.directord.health.raw;

import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** The sockets of this thread's loop: opened when first needed, closed when the thread ends. */
final class RawSockets {
  private static final FastThreadLocal<RawSockets> OF_LOOP =
      new FastThreadLocal<>() {
        @Override
        protected RawSockets initialValue() {
          return new RawSockets();
        }

        @Override
        protected void onRemoval(RawSockets sockets) {
          sockets.close();
        }
      };

  private final Map<Family, SynSocket> syn = new EnumMap<>(Family.class);
  private final Map<Family, EchoSocket> echo = new EnumMap<>(Family.class);

  private RawSockets() {}

  static SynSocket syn(IoEventLoop loop, Family family) throws KernelException, IOException {
    Map<Family, SynSocket> sockets = OF_LOOP.get().syn;
    SynSocket socket = sockets.get(family);
    if (socket == null) {
      socket = SynSocket.open(loop, family);
      sockets.put(family, socket);
    }
    return socket;
  }

  static EchoSocket echo(IoEventLoop loop, Family family) throws KernelException {
    Map<Family, EchoSocket> sockets = OF_LOOP.get().echo;
    EchoSocket socket = sockets.get(family);
    if (socket == null) {
      socket = EchoSocket.open(loop, family);
      sockets.put(family, socket);
    }
    return socket;
  }

  private void close() {
    syn.values().forEach(SynSocket::close);
    echo.values().forEach(EchoSocket::close);
  }
}
