package io.directord.director.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.directord.health.Target;
import io.directord.health.path.PathCheck;
import io.directord.health.path.PathMethod;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PathOfServiceTest {
  private static final String SERVERS = ", real-servers = [ { address = 10.0.0.1 } ]";

  @Test
  void aCheckLearnsItsServicesAddressesAndHowTheyAreForwarded() {
    PathCheck direct = check("address = [\"192.0.2.10:80,443\", \"192.0.2.11:80\"]");
    assertEquals(List.of(of("192.0.2.10"), of("192.0.2.11")), direct.addresses());
    assertEquals(PathMethod.DIRECT, direct.method());
    assertEquals(
        PathMethod.MASQUERADE,
        check("address = \"192.0.2.10:80\", forwarding = masquerade").method());
    assertEquals(
        new PathMethod.Tunnel(new PathMethod.Ipip()),
        check("address = \"192.0.2.10:80\", forwarding = tunnel").method());
    assertEquals(
        new PathMethod.Tunnel(new PathMethod.Gre(true)),
        check(
                "address = \"192.0.2.10:80\", forwarding = tunnel,"
                    + " tunnel { type = gre, checksum = full }")
            .method());
    assertEquals(
        new PathMethod.Tunnel(new PathMethod.Gue(7000, false)),
        check(
                "address = \"192.0.2.10:80\", forwarding = tunnel,"
                    + " tunnel { type = gue, port = 7000, checksum = remote }")
            .method());
  }

  @Test
  void ofManyAddressesTheFirstEightAreTried() {
    PathCheck check = check("address = \"192.0.2.10-29:80\"");
    assertEquals(8, check.addresses().size());
    assertEquals(of("192.0.2.17"), check.addresses().getLast());
  }

  @Test
  void whatIsWrittenInTheCheckStands() {
    VirtualService service =
        ConfigText.service(
            "firewall-mark = 7, check = { type = path, port = 80, virtual-address = 192.0.2.99 }"
                + SERVERS);
    PathCheck check = (PathCheck) service.servers().getFirst().checks().getFirst().check();
    assertEquals(List.of(of("192.0.2.99")), check.addresses());
  }

  @Test
  void servicesOfOneAddressAndPortShareAProbeAndOthersDoNot() {
    Target one = target("address = \"192.0.2.10:80\"");
    assertEquals(one, target("address = \"192.0.2.10:80\", scheduler = rr"));
    assertNotEquals(one, target("address = \"192.0.2.11:80\""));
    assertNotEquals(one, target("address = \"192.0.2.10:81\""));
    assertNotEquals(one, target("address = \"192.0.2.10:80\", forwarding = masquerade"));
  }

  private static PathCheck check(String service) {
    return (PathCheck) target(service).check();
  }

  private static Target target(String service) {
    VirtualService read = ConfigText.service(service + ", check = path" + SERVERS);
    return read.servers().getFirst().targets(read.port()).getFirst();
  }

  private static InetAddress of(String literal) {
    return InetAddress.ofLiteral(literal);
  }
}
