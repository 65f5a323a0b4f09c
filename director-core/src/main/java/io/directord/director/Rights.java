package io.directord.director;

import io.directord.director.config.ConfigResult;
import io.directord.director.config.DirectorConfig;
import io.directord.director.config.Problem;
import io.directord.kernel.Errno;
import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.directord.kernel.packet.IpSocket;
import java.util.List;
import java.util.Optional;

/** Whether this process has the right that virtual routers need beside the IPVS table's. */
final class Rights {
  private static final int PROTOCOL_VRRP = 112;

  private Rights() {}

  /** Does once what each virtual router will do; changes nothing. */
  interface Trial {
    void run() throws KernelException;
  }

  /** Opens a raw socket and closes it. */
  static void rawSocket() throws KernelException {
    IpSocket.open(
            new IpSocket.Binding(
                Family.IPV4, PROTOCOL_VRRP, 0, "any interface", Optional.empty(), Optional.empty()))
        .close();
  }

  /** One sentence. What else may go wrong with a socket is a fault of its virtual router. */
  static Optional<String> missing(DirectorConfig config, Trial trial) {
    if (config.routers().isEmpty()) {
      return Optional.empty();
    }
    try {
      trial.run();
      return Optional.empty();
    } catch (KernelException refused) {
      return refused.errno() == Errno.EPERM || refused.errno() == Errno.EACCES
          ? Optional.of(
              "virtual routers hear and advertise over raw sockets, which this process may not"
                  + " open: run it as root, or with AmbientCapabilities=CAP_NET_RAW")
          : Optional.empty();
    }
  }

  /** A reading that is valid here only with that right. */
  static ConfigResult require(ConfigResult read, Trial trial) {
    if (!(read instanceof ConfigResult.Valid(var config, _))) {
      return read;
    }
    return missing(config, trial)
        .<ConfigResult>map(sentence ->
            new ConfigResult.Invalid(
                List.of(new Problem("this host", 0, "virtual-routers", sentence))))
        .orElse(read);
  }
}
