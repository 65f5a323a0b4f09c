package io.directord.kernel.ipvs;

import io.directord.kernel.Errno;
import io.directord.kernel.KernelException;
import io.directord.kernel.netlink.Exchange;
import io.directord.kernel.netlink.MalformedMessage;
import io.directord.kernel.netlink.MessageWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Dumps all services, then the servers of each. The kernel answers for a service that has gone as
 * it does for one without servers, so where there are such, the services are asked for once more.
 */
final class TableExchange implements Exchange<IpvsTable> {
  private static final int SERVICES = -1;
  private static final int UNASKED = -2;

  private final IpvsCodec codec;
  private final Map<ServiceKey, IpvsReader.Service> services = new LinkedHashMap<>();
  private final Map<ServiceKey, Map<ServerKey, ObservedServer>> servers = new LinkedHashMap<>();
  private List<ServiceKey> keys = List.of();
  private @Nullable Set<ServiceKey> stillThere;
  private int asking = UNASKED;

  TableExchange(IpvsCodec codec) {
    this.codec = codec;
  }

  @Override
  public int write(MessageWriter out, int firstSequence) {
    asking++;
    if (asking == SERVICES) {
      codec.askServices(out, firstSequence);
      return 1;
    }
    if (asking == 0) {
      keys = new ArrayList<>(services.keySet());
    }
    if (asking == keys.size() && servers.containsValue(Map.of())) {
      stillThere = new HashSet<>();
      codec.askServices(out, firstSequence);
      return 1;
    }
    if (asking >= keys.size()) {
      return 0;
    }
    servers.put(keys.get(asking), new LinkedHashMap<>());
    codec.askServers(out, keys.get(asking), firstSequence);
    return 1;
  }

  @Override
  public void onData(int sequence, int type, ByteBuffer body) throws MalformedMessage {
    if (asking == SERVICES) {
      IpvsReader.Service service = IpvsReader.service(body);
      services.put(service.key(), service);
    } else if (stillThere != null) {
      stillThere.add(IpvsReader.service(body).key());
    } else {
      ServiceKey key = keys.get(asking);
      IpvsReader.Server server = IpvsReader.server(body, key.family());
      servers.getOrDefault(key, Map.of()).put(server.key(), server.server());
    }
  }

  /** Should a kernel say plainly that the service has gone, it is not in the table. */
  @Override
  public void onRefused(int sequence, int errno, String text) throws KernelException {
    if (asking == SERVICES || stillThere != null || Errno.of(errno) != Errno.ESRCH) {
      throw new KernelException("reading the IPVS table", errno);
    }
    servers.remove(keys.get(asking));
  }

  @Override
  public boolean dumping() {
    return true;
  }

  @Override
  public void rewind() {
    if (asking == SERVICES) {
      services.clear();
    }
    asking--;
  }

  @Override
  public IpvsTable result() {
    Map<ServiceKey, ObservedService> table = new LinkedHashMap<>();
    servers.forEach((key, found) -> {
      IpvsReader.Service service = services.get(key);
      if (service != null && (stillThere == null || !found.isEmpty() || stillThere.contains(key))) {
        table.put(key, new ObservedService(service.spec(), service.counters(), found));
      }
    });
    return new IpvsTable(table);
  }
}
