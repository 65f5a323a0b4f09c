package io.directord.failover.peer;

import io.directord.failover.peer.Message.Echo;
import io.directord.failover.peer.Report.RouterRole;
import io.directord.failover.peer.Report.ServiceHealth;
import io.directord.failover.vrrp.Role;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Messages as bytes, big-endian, with an HMAC-SHA256 of all of them at the end (RFC 2104). Services
 * come last and are cut off where the datagram is full. Confined to one thread.
 */
final class Codec {
  /** Fits into one packet, whatever the way. */
  static final int BYTES_MAX = 1_400;

  /** Also the format's number: another one begins otherwise. */
  private static final int MAGIC = 0x64_70_72_31; // dpr1

  private static final int MAC_BYTES = 32;
  private static final int READY = 1;
  private static final int AS_STARTED = 2;
  private static final int SERVICE_BYTES_MIN = 9;
  private static final Role[] ROLES = {Role.INITIALIZE, Role.BACKUP, Role.ACTIVE, Role.FAULT};

  private final Mac mac;

  Codec(byte[] key) {
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** What reading some bytes came to. */
  sealed interface Reading {
    record Read(Message message) implements Reading {}

    record Refused(Rejection why) implements Reading {}
  }

  byte[] write(Message message) {
    ByteBuffer to = ByteBuffer.allocate(BYTES_MAX);
    to.putInt(MAGIC).putLong(message.boot()).putLong(message.counter());
    to.putLong(message.challenge()).putInt(message.intervalMillis());
    List<Echo> echoes = message.echoes();
    int count = Math.min(echoes.size(), Message.ECHOES_MAX);
    to.put((byte) count);
    echoes.stream().limit(count).forEach(echo -> to.putLong(echo.boot()).putLong(echo.challenge()));
    write(message.report(), to);
    byte[] bytes = Arrays.copyOf(to.array(), to.position() + MAC_BYTES);
    System.arraycopy(sum(bytes), 0, bytes, to.position(), MAC_BYTES);
    return bytes;
  }

  private static void write(Report report, ByteBuffer to) {
    text(report.node(), to);
    text(report.version(), to);
    to.put((byte) ((report.ready() ? READY : 0) | (report.asStarted() ? AS_STARTED : 0)));
    digest(report.configuration(), to);
    to.putInt(Math.clamp(report.loadedSeconds(), 0, Integer.MAX_VALUE));
    to.putInt(report.generation());
    digest(report.verdicts(), to);
    to.putInt(report.up()).putInt(report.servers());
    List<RouterRole> routers = report.routers().stream().limit(Report.ROUTERS_MAX).toList();
    to.put((byte) routers.size());
    routers.forEach(each -> to.putInt(each.router()).put((byte) each.role().number()));
    to.putShort((short) Math.min(report.serviceCount(), 0xffff));
    int countAt = to.position();
    to.put((byte) 0);
    int written = 0;
    for (ServiceHealth service : worstFirst(report.services())) {
      int down = Math.min(service.down().size(), Report.DOWN_MAX);
      int bytes = SERVICE_BYTES_MIN + down * Integer.BYTES;
      if (written == 0xff || to.remaining() - MAC_BYTES < bytes) {
        break;
      }
      to.putInt(service.service());
      to.putShort((short) Math.min(service.up(), 0xffff));
      to.putShort((short) Math.min(service.servers(), 0xffff));
      to.put((byte) down);
      service.down().stream().limit(down).forEach(to::putInt);
      written++;
    }
    to.put(countAt, (byte) written);
  }

  private static List<ServiceHealth> worstFirst(List<ServiceHealth> services) {
    return services.stream().sorted(Comparator.comparing(ServiceHealth::whole)).toList();
  }

  private static void digest(Digest digest, ByteBuffer to) {
    to.putLong(digest.high()).putLong(digest.low());
  }

  private static void text(String text, ByteBuffer to) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int count = bytes.length;
    if (count > Report.NAME_BYTES_MAX) {
      count = Report.NAME_BYTES_MAX;
      while (count > 0 && (bytes[count] & 0xc0) == 0x80) {
        count--; // no half character
      }
    }
    to.put((byte) count).put(bytes, 0, count);
  }

  Reading read(byte[] bytes) {
    if (bytes.length < Integer.BYTES + MAC_BYTES
        || bytes.length > BYTES_MAX
        || ByteBuffer.wrap(bytes).getInt() != MAGIC) {
      return new Reading.Refused(Rejection.MALFORMED);
    }
    int end = bytes.length - MAC_BYTES;
    if (!MessageDigest.isEqual(sum(bytes), Arrays.copyOfRange(bytes, end, bytes.length))) {
      return new Reading.Refused(Rejection.SIGNATURE);
    }
    try {
      ByteBuffer from = ByteBuffer.wrap(bytes, Integer.BYTES, end - Integer.BYTES);
      Message message = message(from);
      return from.hasRemaining()
          ? new Reading.Refused(Rejection.MALFORMED)
          : new Reading.Read(message);
    } catch (BufferUnderflowException | CharacterCodingException malformed) {
      return new Reading.Refused(Rejection.MALFORMED);
    }
  }

  private static Message message(ByteBuffer from) throws CharacterCodingException {
    long boot = from.getLong();
    long counter = from.getLong();
    long challenge = from.getLong();
    int intervalMillis = atLeastZero(from.getInt());
    int count = atMost(Message.ECHOES_MAX, from.get());
    List<Echo> echoes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      echoes.add(new Echo(from.getLong(), from.getLong()));
    }
    return new Message(boot, counter, challenge, intervalMillis, echoes, report(from));
  }

  private static Report report(ByteBuffer from) throws CharacterCodingException {
    String node = text(from);
    String version = text(from);
    int flags = atMost(READY | AS_STARTED, from.get());
    Digest configuration = digest(from);
    int loadedSeconds = atLeastZero(from.getInt());
    int generation = atLeastZero(from.getInt());
    Digest verdicts = digest(from);
    int up = atLeastZero(from.getInt());
    int servers = atLeastZero(from.getInt());
    int routerCount = atMost(Report.ROUTERS_MAX, from.get());
    List<RouterRole> routers = new ArrayList<>(routerCount);
    for (int i = 0; i < routerCount; i++) {
      routers.add(new RouterRole(from.getInt(), ROLES[atMost(ROLES.length - 1, from.get())]));
    }
    int serviceCount = Short.toUnsignedInt(from.getShort());
    int listed = Byte.toUnsignedInt(from.get());
    List<ServiceHealth> services = new ArrayList<>();
    for (int i = 0; i < listed; i++) {
      services.add(service(from));
    }
    return new Report(
        node,
        version,
        (flags & READY) != 0,
        configuration,
        loadedSeconds,
        (flags & AS_STARTED) != 0,
        generation,
        verdicts,
        up,
        servers,
        routers,
        services,
        serviceCount);
  }

  private static ServiceHealth service(ByteBuffer from) {
    int name = from.getInt();
    int up = Short.toUnsignedInt(from.getShort());
    int servers = Short.toUnsignedInt(from.getShort());
    int count = atMost(Report.DOWN_MAX, from.get());
    List<Integer> down = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      down.add(from.getInt());
    }
    return new ServiceHealth(name, up, servers, down);
  }

  private static Digest digest(ByteBuffer from) {
    return new Digest(from.getLong(), from.getLong());
  }

  private static String text(ByteBuffer from) throws CharacterCodingException {
    byte[] bytes = new byte[atMost(Report.NAME_BYTES_MAX, from.get())];
    from.get(bytes);
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    if (text.isEmpty() || text.chars().anyMatch(each -> each < ' ' || each == 0x7f)) {
      throw new CharacterCodingException(); // it goes into logs
    }
    return text;
  }

  /** What is out of its range is as malformed as what is cut off. */
  private static int atMost(int most, byte value) {
    int number = Byte.toUnsignedInt(value);
    if (number > most) {
      throw new BufferUnderflowException();
    }
    return number;
  }

  private static int atLeastZero(int value) {
    if (value < 0) {
      throw new BufferUnderflowException();
    }
    return value;
  }

  private byte[] sum(byte[] bytes) {
    mac.update(bytes, 0, bytes.length - MAC_BYTES);
    return mac.doFinal();
  }
}
