package io.directord.failover.address;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.failover.address.OtherHost.Clues;
import io.directord.failover.address.OtherHost.Kind;
import io.directord.kernel.link.MacAddress;
import io.directord.kernel.link.Neighbor;
import io.directord.kernel.link.NeighborState;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OtherHostTest {
  private static final MacAddress MAC = new MacAddress(0x0200_0000_000BL);
  private static final int VRID = 51;
  private static final InetAddress RIVAL = ip("192.0.2.2");
  private static final InetAddress PEER = ip("192.0.2.3");
  private static final InetAddress SERVER = ip("192.0.2.21");
  private static final InetAddress DOUBLE = ip("192.0.2.4");
  private static final InetAddress SERVER6 = ip("2001:db8::21");
  private static final InetAddress VIRTUAL = ip("192.0.2.10");

  /** What the neighbour table says of the MAC address, and what follows. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nobody                    |                       | stranger    |          |
          another host              | 192.0.2.77            | stranger    |          | 192.0.2.77
          only what is held         | 192.0.2.10            | stranger    |          |
          a peer                    | 192.0.2.3             | peer        |          | 192.0.2.3
          a peer by its second      | 192.0.2.77 192.0.2.3  | peer        |          | 192.0.2.3
          a rival                   | 192.0.2.2             | peer        |          | 192.0.2.2
          a server                  | 192.0.2.21            | real_server | web/web1 | 192.0.2.21
          a server of IPv6          | 2001:db8::21          | real_server | web/web6 | 2001:db8::21
          a backup that serves too  | 192.0.2.4             | real_server | web/self | 192.0.2.4
          a rival that serves too   | 192.0.2.21 192.0.2.2  | peer        |          | 192.0.2.2
          """)
  void theNeighbourTableSaysWhoseItIs(
      String what, String addresses, String kind, String name, String known) {
    assertEquals(
        new OtherHost(
            Kind.valueOf(kind.toUpperCase(java.util.Locale.ROOT)),
            MAC,
            Optional.ofNullable(name),
            Optional.ofNullable(known).map(OtherHostTest::ip)),
        OtherHost.of(MAC, clues(MAC, addresses == null ? "" : addresses)),
        what);
  }

  /** RFC 9568 section 7.3. */
  @ParameterizedTest
  @CsvSource({
    "0x00005E000133, PEER",
    "0x00005E000233, PEER",
    "0x00005E000134, STRANGER",
    "0x00005E000333, STRANGER"
  })
  void theVirtualRoutersMacAddressIsThatOfAPeer(String mac, Kind kind) {
    MacAddress virtual = new MacAddress(Long.decode(mac));
    assertEquals(kind, OtherHost.of(virtual, clues(MAC, "192.0.2.21")).kind());
  }

  private static Clues clues(MacAddress mac, String addresses) {
    List<Neighbor> neighbors =
        Arrays.stream(addresses.split(" "))
            .filter(each -> !each.isEmpty())
            .map(each -> new Neighbor(2, ip(each), Optional.of(mac), NeighborState.STALE))
            .toList();
    return new Clues(
        VRID,
        Set.of(RIVAL),
        Set.of(RIVAL, PEER, DOUBLE),
        Map.of(SERVER, "web/web1", SERVER6, "web/web6", DOUBLE, "web/self"),
        Set.of(VIRTUAL),
        neighbors);
  }

  private static InetAddress ip(String address) {
    return Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString(address), address);
  }
}
