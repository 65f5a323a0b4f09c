package io.directord.kernel.ipvs;

/** The fake keeps what the kernel promises. */
final class FakeIpvsContractTest extends IpvsContract {
  private final FakeIpvs ipvs = new FakeIpvs();

  FakeIpvsContractTest() {
    ipvs.withoutInterface(NO_SUCH_INTERFACE);
  }

  @Override
  Ipvs ipvs() {
    return ipvs;
  }
}
