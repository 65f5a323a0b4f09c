package io.directord.kernel.ipvs;

import io.directord.kernel.Guest;
import io.directord.kernel.KernelException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** The kernel keeps what the kernel promises. */
@Tag("kernel")
final class RealIpvsContractTest extends IpvsContract {
  private final Ipvs ipvs;

  RealIpvsContractTest() throws KernelException {
    ipvs = NetlinkIpvs.open(Guest.loop());
  }

  @AfterEach
  void close() {
    ipvs.close();
  }

  @Override
  Ipvs ipvs() {
    return ipvs;
  }
}
