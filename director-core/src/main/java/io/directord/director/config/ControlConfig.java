package io.directord.director.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The socket that {@code directorctl} talks to; who may open it may change everything.
 *
 * @param group may open it beside the daemon's user; absent means the daemon's own group
 */
public record ControlConfig(Path socket, Optional<String> group) {
  /** {@code sun_path} with its closing NUL, {@code linux/un.h}. */
  private static final int SOCKET_BYTES_MAX = 107;

  public static final ControlConfig DEFAULT =
      new ControlConfig(Path.of("/run/directord/control.sock"), Optional.empty());

  public ControlConfig {
    if (!socket.isAbsolute()) {
      throw new IllegalArgumentException(
          "socket must be an absolute path, found " + Values.quote(socket.toString()));
    }
    if (socket.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length
        > SOCKET_BYTES_MAX) {
      throw new IllegalArgumentException("socket must have a path of at most 107 bytes");
    }
  }
}
