package io.directord.kernel.netlink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class InternetAddressTest {
  @Test
  void anIpv4AddressInIpv6ClothesStaysIpv6() throws Exception {
    byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffffc0000201");
    assertInstanceOf(Inet6Address.class, InternetAddress.of(mapped));
    assertArrayEquals(mapped, InternetAddress.of(mapped).getAddress());
  }

  @Test
  void fourBytesAreIpv4AndOtherLengthsAreMalformed() throws Exception {
    assertInstanceOf(Inet4Address.class, InternetAddress.of(new byte[] {10, 0, 0, 1}));
    assertThrows(MalformedMessage.class, () -> InternetAddress.of(new byte[5]));
  }
}
