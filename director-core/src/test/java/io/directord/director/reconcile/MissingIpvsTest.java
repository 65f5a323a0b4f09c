package io.directord.director.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.kernel.Errno;
import io.directord.kernel.KernelException;
import io.directord.kernel.Stages;
import io.directord.kernel.ipvs.FakeIpvs;
import io.directord.kernel.ipvs.IpvsTable;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class MissingIpvsTest {
  private final FakeIpvs kernel = new FakeIpvs();
  private final MissingIpvs ipvs = new MissingIpvs(kernel);

  @Test
  void aKernelWithoutIpvsHasAnEmptyTable() {
    kernel.failNextTable(Errno.ENOENT);
    assertEquals(IpvsTable.EMPTY, Stages.get(ipvs.table()));
  }

  @Test
  void anyOtherFailureStays() {
    kernel.failNextTable(Errno.EPERM);
    assertEquals(Errno.EPERM, Stages.failure(ipvs.table()).errno());
  }

  @Test
  void onlyAFamilyThatIsNotThereIsMissing() {
    KernelException absent = new KernelException("IPVS", Errno.ENOENT.number());
    assertTrue(MissingIpvs.missing(new CompletionException(absent)));
    assertTrue(MissingIpvs.missing(absent));
    assertFalse(MissingIpvs.missing(new KernelException("IPVS", Errno.EPERM.number())));
    assertFalse(MissingIpvs.missing(new IllegalStateException()));
  }
}
