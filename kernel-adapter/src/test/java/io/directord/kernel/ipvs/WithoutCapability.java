package io.directord.kernel.ipvs;

import io.directord.kernel.Guest;
import io.directord.kernel.KernelException;
import io.directord.kernel.Stages;
import java.util.List;

/** Says how reading and changing fail for a program that may do neither. */
final class WithoutCapability {
  private WithoutCapability() {}

  public static void main(String[] arguments) throws KernelException {
    NetlinkIpvs ipvs = NetlinkIpvs.open(Guest.loop());
    System.out.println(Stages.failure(ipvs.table()).errno());
    System.out.println(
        Stages.get(ipvs.apply(List.of(new IpvsChange.Flush()))).refused().getFirst().errno());
    System.exit(0);
  }
}
