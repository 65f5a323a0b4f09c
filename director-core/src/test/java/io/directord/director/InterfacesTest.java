package io.directord.director;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.directord.director.config.ConfigReader;
import io.directord.director.config.ConfigResult;
import io.directord.director.config.Secrets;
import java.util.List;
import java.util.Optional;
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
    assertSame(
        READ,
        Interfaces.require(
            READ, Set.of("eth0", "eth1", "eth2", "eth3"), new Secrets(Optional.empty())));
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
  void whatIsHeldBesideNeedsItsInterfacesTooButNotThoseThatAreMade() {
    ConfigResult.Valid valid =
        assertInstanceOf(
            ConfigResult.Valid.class,
            ConfigReader.parse(
                """
                director { virtual-routers { public {
                  interface = lo, vrid = 51, virtual-mac = true
                  addresses = [ { address = 192.0.2.10/24, dev = vrrp.51 } ]
                  excluded-addresses = [ { address = 192.0.2.11/24, dev = eth5 } ]
                  virtual-routes = [ "default dev eth6" ]
                } } }
                """,
                "test.conf"));
    assertEquals(
        List.of(
            "virtual router \"public\", excluded-addresses: no interface \"eth5\" on this host;"
                + " there are: lo, vrrp.51",
            "virtual router \"public\", virtual-routes: no interface \"eth6\" on this host; there"
                + " are: lo, vrrp.51"),
        Interfaces.missing(valid.config(), Set.of("lo")));
  }

  @Test
  void aReloadThatNamesAMissingInterfaceIsRejected() {
    assertInstanceOf(
        ConfigResult.Invalid.class,
        Interfaces.require(READ, Set.of("eth0"), new Secrets(Optional.empty())));
  }
}
