package io.directord.director.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.kernel.ipvs.Forwarding;
import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.ServerKey;
import io.directord.kernel.ipvs.ServerSpec;
import io.directord.kernel.ipvs.ServiceKey;
import io.directord.kernel.ipvs.ServiceSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each change says why it is made: configuration, a verdict, a person, or drift. */
final class ReasonsTest {
  private static final ServiceKey WEB = World.key("tcp 192.0.2.1 80");
  private static final ServerKey WEB1 = World.server("10.0.0.1:80");
  private static final String SERVICE =
      """
      web {
        address = "192.0.2.1:80", check = { type = tcp }
        real-servers = [ { name = web1, address = 10.0.0.1, weight = 100 } ]
      }
      """;

  private final World world = new World().services(SERVICE).up("web/web1");

  @Test
  void aNewServiceIsConfiguredAndItsServerIsUp() {
    assertEquals(
        List.of("service web is configured", "web1 is up: HTTP 200 in 1.8 ms"), world.reasons());
  }

  @Test
  void aServerThatFailsIsDownForTheReasonOfItsCheck() {
    world.round();
    world.down("web/web1");
    assertEquals(List.of("web1 is down: connection refused"), world.reasons());
  }

  @Test
  void anOverrideNamesWhoMadeIt() {
    world.round();
    world.weight("web/web1", 7);
    assertEquals(List.of("web1 is up: HTTP 200 in 1.8 ms; weight set by ann"), world.reasons());
    world.override("web/web1", OperatorOverride.Kind.DRAIN);
    assertEquals(List.of("web1 is draining: drained by ann"), world.reasons());
    world.override("web/web1", OperatorOverride.Kind.DISABLE);
    assertEquals(List.of("web1 is disabled: disabled by ann"), world.reasons());
  }

  @Test
  void anotherSchedulerIsAnotherConfiguration() {
    world.round();
    world.services(SERVICE.replace("check =", "scheduler = sh\n check ="));
    assertEquals(List.of("service web is configured otherwise"), world.reasons());
  }

  @Test
  void aServiceThatLeavesSaysThatItIsNotConfigured() {
    world.round();
    world.services("");
    assertEquals(List.of("not in the configuration: draining"), world.reasons());
  }

  @Test
  void aDrainSaysWhatWillGoAndWhen() {
    world.round();
    world.services("").round();
    assertEquals(
        List.of(
            "-d -t 192.0.2.1:80 -r 10.0.0.1:80   when its connections have ended, at the latest"
                + " after 300s",
            "-D -t 192.0.2.1:80   when its servers are gone"),
        world.step().plan().later());
  }

  @Test
  void aServerThatSomebodyRemovedIsDrift() {
    world.round();
    world.kernel.behindTheBack(new IpvsChange.DeleteServer(WEB, WEB1));
    assertEquals(List.of("drift: somebody removed the server"), world.reasons());
  }

  @Test
  void aServerThatSomebodyChangedIsDriftAndSaysWhatWasFound() {
    world.round();
    world.kernel.behindTheBack(
        new IpvsChange.UpdateServer(WEB, WEB1, ServerSpec.of(Forwarding.DIRECT, 3)));
    assertEquals(List.of("drift: somebody changed the server (weight was 3)"), world.reasons());
  }

  @Test
  void aServerThatSomebodyAddedIsDrift() {
    world.round();
    world.kernel.behindTheBack(
        new IpvsChange.CreateServer(
            WEB, World.server("10.0.0.66:80"), ServerSpec.of(Forwarding.DIRECT, 1)));
    assertEquals(List.of("drift: somebody added the server; draining it"), world.reasons());
  }

  @Test
  void aServiceThatSomebodyRemovedIsDriftWithItsServers() {
    world.round();
    world.kernel.behindTheBack(new IpvsChange.DeleteService(WEB));
    assertEquals(
        List.of("drift: somebody removed the service", "drift: somebody removed the server"),
        world.reasons());
  }

  @Test
  void aServiceThatSomebodyChangedIsDrift() {
    world.round();
    world.kernel.behindTheBack(new IpvsChange.UpdateService(WEB, ServiceSpec.of("rr")));
    assertEquals(List.of("drift: somebody changed the service"), world.reasons());
  }

  @Test
  void whatIsFoundAtTheStartIsNoDrift() {
    world.kernel.behindTheBack(
        new IpvsChange.CreateService(WEB, ServiceSpec.of("rr")),
        new IpvsChange.CreateServer(WEB, WEB1, ServerSpec.of(Forwarding.DIRECT, 3)));
    assertEquals(
        List.of("service web is configured otherwise", "web1 is up: HTTP 200 in 1.8 ms"),
        world.reasons());
  }
}
