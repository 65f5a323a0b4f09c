package io.directord.director.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LimitsTest {
  @Test
  void anAdvertisementCarriesSoManyAddresses() {
    assertEquals(List.of(), warnings(255, "10.0.0.", ""));
    assertEquals(
        List.of(
            "f:1: virtual router \"r\": an advertisement carries at most 255 addresses, found 256;"
                + " the last 1 are claimed but not advertised"),
        warnings(256, "10.0.", ""));
    assertEquals(List.of(), warnings(90, "2001:db8::", ""));
    assertEquals(1, warnings(91, "2001:db8::", "").size());
    String hmac = ", authentication { hmac { keys { 1 = \"file:/k\" } } }";
    assertEquals(List.of(), warnings(89, "2001:db8::", hmac));
    assertEquals(1, warnings(90, "2001:db8::", hmac).size());
  }

  @Test
  void theKernelServicesAreBounded() {
    String services =
        IntStream.range(0, 17)
            .mapToObj(
                i -> "s%d { address = \"10.%d.0.0-10.%d.15.255:80\" }\n".formatted(i, i + 1, i + 1))
            .collect(Collectors.joining());
    assertEquals(
        "f:1: all addresses times ports make 69632 kernel services; the limit is 65536",
        problem("director { virtual-services {" + services + "} }"));
  }

  @Test
  void theKernelEntriesAreBounded() {
    String servers =
        IntStream.range(0, 300)
            .mapToObj(i -> "{ address = 10.0.%d.%d }".formatted(i / 250, i % 250 + 1))
            .collect(Collectors.joining(",", "[", "]"));
    assertEquals(
        "f:1: all addresses times ports times real servers make 1228800 kernel entries; the limit"
            + " is 1000000; a firewall-mark balances many addresses as one",
        problem(
            "director { virtual-services { s { address = \"10.1.0.0-10.1.15.255:80\", real-servers"
                + " = "
                + servers
                + " } } }"));
  }

  @Test
  void entriesAreBounded() {
    String tracks = "{ interface = eth1 },".repeat(65);
    assertEquals(
        "f:1: virtual router \"r\": track holds 65 entries; the limit is 64",
        problem(router("[10.0.0.1]", ", track = [" + tracks + "]")));
    String routers =
        IntStream.range(0, 1001).mapToObj(i -> "r" + i + " { }").collect(Collectors.joining(","));
    assertEquals(
        "f:1: virtual-routers holds 1001 entries; the limit is 1000",
        problem("director { virtual-routers { " + routers + " } }"));
    String name = "n".repeat(129);
    assertEquals(
        "f:1: virtual service name is longer than 128 characters",
        problem("director { virtual-services { " + name + " { address = \"10.0.0.1:80\" } } }"));
  }

  private static String router(String addresses, String more) {
    return "director { virtual-routers { r { interface = eth0, vrid = 1, addresses = "
        + addresses
        + more
        + " } } }";
  }

  private static List<String> warnings(int count, String prefix, String more) {
    String addresses =
        IntStream.range(0, count)
            .mapToObj(i -> prefix.equals("10.0.") ? prefix + i / 250 + "." + i % 250 : prefix + i)
            .map(address -> '"' + address + '"')
            .collect(Collectors.joining(",", "[", "]"));
    ConfigResult result = ConfigReader.parse(router(addresses, more), "f");
    return assertInstanceOf(ConfigResult.Valid.class, result, result::toString).warnings().stream()
        .map(Problem::toString)
        .toList();
  }

  private static String problem(String text) {
    ConfigResult result = ConfigReader.parse(text, "f");
    List<Problem> problems = assertInstanceOf(ConfigResult.Invalid.class, result).problems();
    return problems.getFirst().toString();
  }
}
