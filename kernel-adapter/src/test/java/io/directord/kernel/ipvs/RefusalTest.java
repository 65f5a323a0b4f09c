package io.directord.kernel.ipvs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.kernel.Errno;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RefusalTest {
  @Test
  void aMissingSchedulerSaysWhatToLoad() {
    IpvsChange change = new IpvsChange.CreateService(Samples.WEB, ServiceSpec.of("mh"));
    assertEquals(
        "-A -t 10.0.0.1:80 -s mh: this kernel has no scheduler \"mh\" (modprobe ip_vs_mh);"
            + " Debian has them in linux-image-$(uname -r)",
        text(change, Errno.ENOENT));
  }

  @Test
  void aMissingPersistenceEngineSaysWhatToLoadToo() {
    ServiceSpec spec =
        new ServiceSpec(
            "wlc", Set.of(), Optional.of(new Persistence(300, 32, Optional.of("sip"))), false);
    assertEquals(
        "this kernel has no scheduler \"wlc\" (modprobe ip_vs_wlc) or persistence engine \"sip\""
            + " (modprobe ip_vs_pe_sip); Debian has them in linux-image-$(uname -r)",
        text(new IpvsChange.CreateService(Samples.WEB, spec), Errno.ENOENT).split(": ", 2)[1]);
  }

  @Test
  void aMissingServerSaysSo() {
    IpvsChange change = new IpvsChange.DeleteServer(Samples.WEB, Samples.at("10.0.0.9", 80));
    assertEquals(
        "-d -t 10.0.0.1:80 -r 10.0.0.9:80: the service has no such server",
        text(change, Errno.ENOENT));
  }

  @Test
  void theKernelsOwnWordsComeLast() {
    assertEquals(
        "-C: not permitted; give the daemon CAP_NET_ADMIN (words)",
        new Refusal(new IpvsChange.Flush(), 1, "words").text());
  }

  @Test
  void aNumberWithoutANameIsShown() {
    assertEquals("-C: errno 77", new Refusal(new IpvsChange.Flush(), 77, "").text());
  }

  private static String text(IpvsChange change, Errno errno) {
    return new Refusal(change, errno.number(), "").text();
  }
}
