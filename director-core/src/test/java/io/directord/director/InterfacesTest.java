package io.directord.director;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.directord.director.config.ConfigReader;
import io.directord.director.config.ConfigResult;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class InterfacesTest {
  private static final ConfigResult READ =
      ConfigReader.parse(
          """
          director {
            node = lvs1
            virtual-routers { public {
              interface = eth0, vrid = 51, priority = 150
              addresses = ["192.168.26.10/24", { address = "192.168.26.11/24", dev = eth1 }]
              track = [ { interface = eth2 } ]
            } }
            ipvs { sync { interface = eth3 } }
          }
          """,
          "test.conf");

  @Test
  void aReadingStaysValidWhereEveryInterfaceIsThere() {
    assertSame(READ, Interfaces.require(READ, Set.of("eth0", "eth1", "eth2", "eth3")));
  }

  @Test
  void eachPlaceThatNamesAMissingInterfaceIsTold() {
    ConfigResult.Valid valid = assertInstanceOf(ConfigResult.Valid.class, READ);
    assertEquals(
        List.of(
            "virtual router \"public\": no interface \"eth0\" on this host; there are: lo",
            "virtual router \"public\", addresses: no interface \"eth1\" on this host; there are:"
                + " lo",
            "virtual router \"public\", track: no interface \"eth2\" on this host; there are: lo",
            "ipvs.sync: no interface \"eth3\" on this host; there are: lo"),
        Interfaces.missing(valid.config(), Set.of("lo")));
  }

  @Test
  void aReloadThatNamesAMissingInterfaceIsRejected() {
    assertInstanceOf(ConfigResult.Invalid.class, Interfaces.require(READ, Set.of("eth0")));
  }
}
