package io.directord.kernel.ipvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.kernel.Errno;
import io.directord.kernel.KernelException;
import io.directord.kernel.Stages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the kernel promises, and therefore also what stands in for it; {@code eth0} is there. */
abstract class IpvsContract {
  static final String NO_SUCH_INTERFACE = "nosuch0";

  private static final ServiceKey WEB = Samples.WEB;
  private static final ServerKey SERVER = Samples.at("10.0.0.9", 8080);
  private static final ServerSpec MASQUERADE = ServerSpec.of(Forwarding.MASQUERADE, 1);
  private static final IpvsChange CREATE = new IpvsChange.CreateService(WEB, ServiceSpec.of("rr"));
  private static final IpvsChange ADD = new IpvsChange.CreateServer(WEB, SERVER, MASQUERADE);

  abstract Ipvs ipvs();

  @BeforeEach
  void nothingIsLeftFromBefore() {
    Stages.get(
        ipvs()
            .apply(
                List.of(
                    new IpvsChange.StopSyncDaemon(SyncDaemon.Role.MASTER),
                    new IpvsChange.StopSyncDaemon(SyncDaemon.Role.BACKUP),
                    new IpvsChange.Flush())));
  }

  @Test
  void anEmptyTableIsEmpty() {
    assertEquals(IpvsTable.EMPTY, table());
  }

  @Test
  void theTableHoldsWhatWasCreated() {
    Map<ServiceKey, ServiceSpec> services = new HashMap<>();
    Map<ServerKey, ServerSpec> servers = new HashMap<>();
    for (List<IpvsChange> changes : List.of(Samples.services(), Samples.servers())) {
      for (IpvsChange change : changes) {
        if (change instanceof IpvsChange.CreateService(var key, var spec)) {
          accepted(change);
          services.put(key, spec);
        } else if (change instanceof IpvsChange.CreateServer(var _, var key, var spec)) {
          accepted(change);
          servers.put(key, spec);
        }
      }
    }
    Map<ServiceKey, ServiceSpec> servicesRead = new HashMap<>();
    Map<ServerKey, ServerSpec> serversRead = new HashMap<>();
    table()
        .services()
        .forEach((key, service) -> {
          servicesRead.put(key, service.spec());
          service.servers().forEach((server, observed) -> serversRead.put(server, observed.spec()));
        });
    assertEquals(services, servicesRead);
    assertEquals(servers, serversRead);
  }

  @Test
  void whatIsThereCannotBeCreatedAgain() {
    accepted(CREATE, ADD);
    refused(Errno.EEXIST, CREATE);
    refused(Errno.EEXIST, ADD);
  }

  @Test
  void nothingCanBeDoneToAServiceThatIsNotThere() {
    refused(Errno.ESRCH, new IpvsChange.UpdateService(WEB, ServiceSpec.of("rr")));
    refused(Errno.ESRCH, new IpvsChange.DeleteService(WEB));
    refused(Errno.ESRCH, new IpvsChange.ZeroService(WEB));
    refused(Errno.ESRCH, ADD);
    refused(Errno.ESRCH, new IpvsChange.UpdateServer(WEB, SERVER, MASQUERADE));
    refused(Errno.ESRCH, new IpvsChange.DeleteServer(WEB, SERVER));
  }

  @Test
  void nothingCanBeDoneToAServerThatIsNotThere() {
    accepted(CREATE);
    refused(Errno.ENOENT, new IpvsChange.UpdateServer(WEB, SERVER, MASQUERADE));
    refused(Errno.ENOENT, new IpvsChange.DeleteServer(WEB, SERVER));
  }

  @Test
  void aSchedulerOrEngineMustExist() {
    refused(Errno.ENOENT, new IpvsChange.CreateService(WEB, ServiceSpec.of("nosuch")));
    accepted(CREATE);
    refused(Errno.ENOENT, new IpvsChange.UpdateService(WEB, ServiceSpec.of("nosuch")));
    Persistence engine = new Persistence(60, 32, Optional.of("nosuch"));
    refused(
        Errno.ENOENT,
        new IpvsChange.UpdateService(
            WEB, new ServiceSpec("rr", Set.of(), Optional.of(engine), false)));
    assertEquals("rr", service(WEB).spec().scheduler());
  }

  @Test
  void aServerOfTheOtherFamilyNeedsATunnel() {
    ServerKey other = Samples.at("fd00::1", 80);
    accepted(CREATE);
    refused(Errno.EINVAL, Samples.add(WEB, other, Forwarding.MASQUERADE, 1));
    refused(Errno.EINVAL, Samples.add(WEB, other, Forwarding.DIRECT, 1));
    accepted(Samples.add(WEB, other, Forwarding.IPIP_TUNNEL, 1));
  }

  @Test
  void aServersAddressMustBeUnicast() {
    accepted(CREATE, new IpvsChange.CreateService(Samples.WEB6, ServiceSpec.of("rr")));
    for (String address : List.of("224.0.0.1", "255.255.255.255", "0.0.0.0")) {
      refused(Errno.EINVAL, Samples.add(WEB, Samples.at(address, 80), Forwarding.DIRECT, 1));
    }
    for (String address : List.of("ff02::1", "::", "fe80::77")) {
      refused(
          Errno.EINVAL, Samples.add(Samples.WEB6, Samples.at(address, 80), Forwarding.DIRECT, 1));
    }
  }

  @Test
  void aServersForwardingCanBeChanged() {
    accepted(CREATE, ADD);
    ServerSpec tunnel = new ServerSpec(Forwarding.IPIP_TUNNEL, 9, 8, 7);
    accepted(new IpvsChange.UpdateServer(WEB, SERVER, tunnel));
    assertEquals(tunnel, observed().spec());
  }

  @Test
  void aHostsOwnAddressKeepsItsForwarding() {
    accepted(CREATE);
    accepted(Samples.add(WEB, Samples.at("127.0.0.1", 80), Forwarding.MASQUERADE, 1));
    accepted(Samples.add(WEB, Samples.at("127.0.0.1", 81), Forwarding.LOCAL, 1));
    Map<ServerKey, ObservedServer> servers = service(WEB).servers();
    assertEquals(
        List.of(Forwarding.MASQUERADE, Forwarding.LOCAL),
        List.of(80, 81).stream()
            .map(port -> Objects.requireNonNull(servers.get(Samples.at("127.0.0.1", port))))
            .map(server -> server.spec().forwarding())
            .toList());
  }

  @Test
  void updatingAServiceKeepsItsServersAndDropsWhatIsNotSaidAgain() {
    accepted(new IpvsChange.CreateService(WEB, Samples.MARK_SPEC), ADD);
    accepted(new IpvsChange.UpdateService(WEB, Samples.persistent("wlc", 60, 24)));
    assertEquals(Samples.persistent("wlc", 60, 24), service(WEB).spec());
    accepted(new IpvsChange.UpdateService(WEB, ServiceSpec.of("rr")));
    assertEquals(ServiceSpec.of("rr"), service(WEB).spec());
    assertEquals(1, service(WEB).servers().size());
  }

  @Test
  void aPersistenceEngineCanBeTakenAwayAgain() {
    accepted(new IpvsChange.CreateService(Samples.SIP, Samples.SIP_SPEC));
    accepted(new IpvsChange.UpdateService(Samples.SIP, Samples.persistent("wlc", 60, 32)));
    assertEquals(Samples.persistent("wlc", 60, 32), service(Samples.SIP).spec());
  }

  @Test
  void deletingAServiceDeletesItsServers() {
    accepted(CREATE, ADD, new IpvsChange.DeleteService(WEB), CREATE);
    assertEquals(0, table().serverCount());
  }

  @Test
  void aRefusedChangeDoesNotStopTheRest() {
    ApplyResult result = apply(ADD, CREATE, CREATE, ADD);
    assertEquals(2, result.applied());
    assertEquals(List.of(ADD, CREATE), result.refused().stream().map(Refusal::change).toList());
    assertEquals(1, table().serverCount());
  }

  @Test
  void noChangesAreNoTrouble() {
    assertEquals(new ApplyResult(0, List.of()), apply());
  }

  @Test
  void timeoutsAreSet() {
    Timeouts before = Stages.get(ipvs().timeouts());
    Timeouts wanted = new Timeouts(901, 121, 301);
    accepted(new IpvsChange.SetTimeouts(wanted));
    assertEquals(wanted, Stages.get(ipvs().timeouts()));
    accepted(new IpvsChange.SetTimeouts(before));
  }

  @Test
  void countersAreSetToZero() {
    accepted(CREATE, ADD, new IpvsChange.ZeroService(WEB), new IpvsChange.ZeroAll());
    assertEquals(Counters.ZERO, service(WEB).counters());
  }

  @Test
  void aSyncDaemonOfEachRoleRunsOnce() {
    SyncDaemon master = SyncDaemon.of(SyncDaemon.Role.MASTER, "eth0", 7);
    SyncDaemon backup = Samples.daemon(SyncDaemon.Role.BACKUP, 8, 1400, "224.0.0.99", 8850, 3);
    accepted(new IpvsChange.StartSyncDaemon(master), new IpvsChange.StartSyncDaemon(backup));
    refused(Errno.EEXIST, new IpvsChange.StartSyncDaemon(master));
    List<SyncDaemon> running = Stages.get(ipvs().syncDaemons());
    assertEquals(
        List.of(Samples.daemon(SyncDaemon.Role.MASTER, 7, 1472, "224.0.0.81", 8848, 1), backup),
        running);
    assertTrue(master.isMetBy(running.getFirst()));
    assertFalse(backup.isMetBy(running.getFirst()));
    accepted(new IpvsChange.StopSyncDaemon(SyncDaemon.Role.MASTER));
    assertEquals(List.of(backup), Stages.get(ipvs().syncDaemons()));
    refused(Errno.ESRCH, new IpvsChange.StopSyncDaemon(SyncDaemon.Role.MASTER));
  }

  @Test
  void aSyncDaemonNeedsItsInterface() {
    refused(
        Errno.ENODEV,
        new IpvsChange.StartSyncDaemon(
            SyncDaemon.of(SyncDaemon.Role.BACKUP, NO_SUCH_INTERFACE, 1)));
  }

  @Test
  void synchronisingAndServersOfTheOtherFamilyExcludeEachOther() {
    IpvsChange daemon =
        new IpvsChange.StartSyncDaemon(SyncDaemon.of(SyncDaemon.Role.MASTER, "eth0", 7));
    IpvsChange mixed = Samples.add(WEB, Samples.at("fd00::1", 80), Forwarding.IPIP_TUNNEL, 1);
    accepted(CREATE, mixed);
    refused(Errno.EINVAL, daemon);
    accepted(new IpvsChange.DeleteServer(WEB, Samples.at("fd00::1", 80)), daemon);
    refused(Errno.EINVAL, mixed);
  }

  @Test
  void theKernelSaysItsVersion() {
    assertTrue(Stages.get(ipvs().info()).version().startsWith("1.2."));
  }

  @Test
  void afterClosingEverythingFailsWithWhatWentWrongItself() {
    ipvs().close();
    CompletableFuture<Throwable> seen = new CompletableFuture<>();
    ipvs().table().whenComplete((_, failure) -> seen.complete(failure));
    assertInstanceOf(KernelException.class, Stages.get(seen));
  }

  final void accepted(IpvsChange... changes) {
    assertEquals(new ApplyResult(changes.length, List.of()), apply(changes));
  }

  final void refused(Errno errno, IpvsChange change) {
    ApplyResult result = apply(change);
    assertEquals(
        List.of(errno), result.refused().stream().map(Refusal::errno).toList(), change.ipvsadm());
    assertEquals(0, result.applied());
  }

  private ApplyResult apply(IpvsChange... changes) {
    return Stages.get(ipvs().apply(List.of(changes)));
  }

  final IpvsTable table() {
    return Stages.get(ipvs().table());
  }

  final ObservedService service(ServiceKey key) {
    return Objects.requireNonNull(table().services().get(key), key.text());
  }

  private ObservedServer observed() {
    return Objects.requireNonNull(service(WEB).servers().get(SERVER));
  }
}
