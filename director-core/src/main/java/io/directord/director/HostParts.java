package io.directord.director;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.IpvsConfig;
import io.directord.director.config.Secrets;
import io.directord.director.reconcile.MissingIpvs;
import io.directord.director.reconcile.ShadowIpvs;
import io.directord.kernel.KernelException;
import io.directord.kernel.ipvs.Ipvs;
import io.directord.kernel.ipvs.IpvsInfo;
import io.directord.kernel.ipvs.NetlinkIpvs;
import io.directord.kernel.link.Address;
import io.directord.kernel.link.Link;
import io.directord.kernel.link.Links;
import io.directord.kernel.link.NetlinkLinks;
import io.directord.kernel.link.NetlinkNetwork;
import io.directord.kernel.link.Network;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a director needs of this host: opens it at start, or says what is missing. May wait. */
final class HostParts {
  private static final Logger LOG = LoggerFactory.getLogger(HostParts.class);

  private HostParts() {}

  static Links openLinks(EventLoopGroup loop) throws StartFailure {
    try {
      return NetlinkLinks.open((IoEventLoop) loop.next());
    } catch (KernelException refused) {
      throw Startup.failure(refused);
    }
  }

  static Network openNetwork(EventLoopGroup loop) throws StartFailure {
    try {
      return NetlinkNetwork.open((IoEventLoop) loop.next());
    } catch (KernelException refused) {
      throw Startup.failure(refused);
    }
  }

  static Set<String> interfaces(Links links) {
    return links.links().toCompletableFuture().join().stream()
        .map(Link::name)
        .collect(Collectors.toSet());
  }

  static Set<InetAddress> addresses(Links links) {
    return links.addresses().toCompletableFuture().join().stream()
        .map(Address::address)
        .collect(Collectors.toSet());
  }

  static void requireOfHost(DirectorConfig config, Links links) throws StartFailure {
    Optional<String> right = Rights.missing(config, Rights::rawSocket);
    if (right.isPresent()) {
      throw new StartFailure(ExitCode.PERMISSION, right.get());
    }
    List<String> missing = new ArrayList<>(Interfaces.missing(config, interfaces(links)));
    secrets().problems(config).forEach(problem -> missing.add(problem.toString()));
    if (!missing.isEmpty()) {
      throw new StartFailure(ExitCode.UNAVAILABLE, String.join("\n", missing));
    }
  }

  static Ipvs openIpvs(EventLoopGroup loop, DirectorConfig config, boolean shadow)
      throws StartFailure {
    try {
      Ipvs real = NetlinkIpvs.open((IoEventLoop) loop.next());
      if (shadow) {
        return new ShadowIpvs(real);
      }
      return config.services().isEmpty()
              && config.ipvs().timeouts().equals(IpvsConfig.Timeouts.KERNEL)
              && config.ipvs().sync().isEmpty()
          ? perhapsMissing(real)
          : present(real);
    } catch (KernelException refused) {
      throw Startup.failure(refused);
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof KernelException refused) {
        throw Startup.failure(refused);
      }
      throw failed;
    }
  }

  private static Ipvs present(Ipvs real) {
    IpvsInfo info = real.info().toCompletableFuture().join();
    LOG.info(
        "event=kernel ipvs={} connection_table={}", info.version(), info.connectionTableSize());
    return real;
  }

  /** Whoever only moves addresses needs no IPVS. */
  private static Ipvs perhapsMissing(Ipvs real) {
    try {
      return present(real);
    } catch (CompletionException failed) {
      if (MissingIpvs.missing(failed)) {
        LOG.info("event=kernel ipvs=none no virtual service is configured, so none is needed");
        return new MissingIpvs(real);
      }
      throw failed;
    }
  }

  static Secrets secrets() {
    return new Secrets(Optional.ofNullable(System.getenv("CREDENTIALS_DIRECTORY")).map(Path::of));
  }
}
