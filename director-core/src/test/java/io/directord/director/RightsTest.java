package io.directord.director;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.directord.director.config.ConfigReader;
import io.directord.director.config.ConfigResult;
import io.directord.director.config.DirectorConfig;
import io.directord.kernel.Errno;
import io.directord.kernel.KernelException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RightsTest {
  private static final ConfigResult ROUTER =
      ConfigReader.parse(
          """
          director { node = lvs1, virtual-routers { public {
            interface = eth0, vrid = 51, addresses = ["192.168.26.10/24"]
          } } }
          """,
          "test.conf");
  private static final ConfigResult NO_ROUTER =
      ConfigReader.parse("director { node = lvs1 }", "test.conf");
  private static final Rights.Trial DENIED =
      () -> {
        throw new KernelException("socket", Errno.EPERM.number());
      };
  private static final Rights.Trial EXHAUSTED =
      () -> {
        throw new KernelException("socket", Errno.ENOBUFS.number());
      };

  @Test
  void aVirtualRouterWithoutRawSocketsIsRefusedInOneLineThatNamesTheRight() {
    String line = Rights.missing(config(ROUTER), DENIED).orElseThrow();
    assertTrue(line.contains("CAP_NET_RAW"), line);
    assertEquals(1, line.lines().count());
  }

  @Test
  void whoHasNoVirtualRouterNeedsNoRawSockets() {
    assertEquals(Optional.empty(), Rights.missing(config(NO_ROUTER), () -> fail("not asked for")));
  }

  @Test
  void otherTroubleIsNoMissingRight() {
    assertEquals(Optional.empty(), Rights.missing(config(ROUTER), EXHAUSTED));
  }

  @Test
  void aReloadThatBringsTheFirstVirtualRouterWithoutTheRightIsRejected() {
    ConfigResult.Invalid refused =
        assertInstanceOf(ConfigResult.Invalid.class, Rights.require(ROUTER, DENIED));
    assertEquals(1, refused.problems().size());
    assertTrue(refused.problems().getFirst().toString().contains("CAP_NET_RAW"));
    assertSame(ROUTER, Rights.require(ROUTER, () -> {}));
    assertSame(NO_ROUTER, Rights.require(NO_ROUTER, DENIED));
  }

  private static DirectorConfig config(ConfigResult read) {
    return assertInstanceOf(ConfigResult.Valid.class, read).config();
  }
}
