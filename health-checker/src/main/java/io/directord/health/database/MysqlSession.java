package io.directord.health.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.transport.Quotes;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Optional;

/** Reads the greeting, logs in, asks, and leaves in good order. */
final class MysqlSession implements Session {
  private static final byte COM_QUIT = 1;
  private static final byte COM_QUERY = 3;
  private static final String READ_ONLY = "SELECT @@global.read_only";

  private static final int OK = 0;
  private static final int MORE_DATA = 1;
  private static final int SWITCH = 0xfe;
  private static final int ERROR = 0xff;
  private static final int FAST_SUCCESS = 3;

  private final MysqlCheck check;
  private final boolean startTls;
  private final boolean encrypted;
  private final MysqlPackets packets = new MysqlPackets();
  private Step step = Step.GREETING;
  private MysqlResult result = new MysqlResult();
  private String server = "";
  private String found = "";

  /** What is said once all is encrypted. */
  private byte[] login = new byte[0];

  MysqlSession(MysqlCheck check, Endpoint endpoint) {
    this.check = check;
    this.startTls = endpoint.startsTls();
    this.encrypted = endpoint.tls().isPresent();
  }

  private enum Step {
    GREETING("the greeting"),
    /** Nobody in particular: any answer is as good as another. */
    POLITE("the answer to a login"),
    LOGIN("the answer to the login"),
    READ_ONLY("the answer to " + MysqlSession.READ_ONLY),
    QUERY("the answer to the query");

    private final String awaited;

    Step(String awaited) {
      this.awaited = awaited;
    }
  }

  @Override
  public byte[] opening() {
    return new byte[0];
  }

  @Override
  public byte[] secured() {
    return login;
  }

  @Override
  public String stage() {
    return (server.isEmpty() ? "connected" : server) + ", waiting for " + step.awaited;
  }

  @Override
  public Move read(ByteBuf bytes) {
    while (true) {
      switch (packets.next(bytes)) {
        case MysqlPackets.Next.More() -> {
          return Move.MORE;
        }
        case MysqlPackets.Next.Malformed(var why) -> {
          return Move.malformed(why);
        }
        case MysqlPackets.Next.Packet(var sequence, var payload) -> {
          Move move = packet(sequence, payload);
          if (!(move instanceof Move.More)) {
            return move;
          }
        }
      }
    }
  }

  private Move packet(int sequence, byte[] payload) {
    if (payload.length == 0) {
      return Move.malformed("not MySQL: an empty packet");
    }
    return switch (step) {
      case GREETING -> greeted(sequence, payload);
      case POLITE -> done(server);
      case LOGIN -> login(sequence, payload);
      case READ_ONLY, QUERY -> answered(payload);
    };
  }

  private Move greeted(int sequence, byte[] payload) {
    return switch (MysqlGreeting.parse(payload)) {
      case MysqlGreeting.Malformed(var why) -> Move.malformed(why);
      case MysqlGreeting.Refusal(var why) -> Move.refused("refuses the connection, " + why);
      case MysqlGreeting.Welcome welcome -> {
        server = welcome.server();
        // MySQL counts who leaves without an answer, and blocks after max_connect_errors of these;
        // a login that is denied is not.
        step = check.credentials().anonymous() ? Step.POLITE : Step.LOGIN;
        yield startTls ? encrypt(sequence, welcome) : new Move.Send(login(sequence + 1, welcome));
      }
    };
  }

  private Move encrypt(int sequence, MysqlGreeting.Welcome welcome) {
    if (!welcome.encrypts()) {
      return Move.notEncrypted(server + ": offers no encryption");
    }
    login = login(sequence + 2, welcome);
    byte[] request = MysqlLogin.beginning(check.database(), true);
    return new Move.StartTls(MysqlPackets.packet(sequence + 1, request));
  }

  private byte[] login(int sequence, MysqlGreeting.Welcome welcome) {
    byte[] password = check.credentials().passwordBytes();
    byte[] scramble = welcome.scramble();
    Optional<byte[]> proof = MysqlLogin.proof(welcome.plugin(), password, scramble);
    String chosen = proof.isPresent() ? welcome.plugin() : MysqlLogin.NATIVE;
    byte[] shown =
        proof.or(() -> MysqlLogin.proof(MysqlLogin.NATIVE, password, scramble)).orElse(new byte[0]);
    String user = check.credentials().user();
    return MysqlPackets.packet(
        sequence, MysqlLogin.response(user, check.database(), startTls, chosen, shown));
  }

  private Move login(int sequence, byte[] payload) {
    Fields fields = new Fields(payload);
    return switch (fields.int8()) {
      case OK -> afterLogin();
      case ERROR -> Move.refused(server + ": login refused, " + MysqlGreeting.refusal(payload));
      case SWITCH -> {
        String plugin = fields.zeroTerminated();
        byte[] scramble = fields.rest();
        byte[] exact = Arrays.copyOf(scramble, MysqlGreeting.SCRAMBLE_BYTES);
        byte[] password = check.credentials().passwordBytes();
        yield MysqlLogin.proof(plugin, password, exact)
            .<Move>map(proof -> new Move.Send(MysqlPackets.packet(sequence + 1, proof)))
            .orElseGet(() ->
                Move.refused(
                    server
                        + ": the user logs in by "
                        + Quotes.of(plugin)
                        + ", which a check cannot; give it one of "
                        + MysqlLogin.NATIVE));
      }
      case MORE_DATA -> fields.int8() == FAST_SUCCESS ? Move.MORE : whole(sequence);
      default -> Move.malformed("not MySQL: a login answered with " + Quotes.of(payload));
    };
  }

  /** The server wants the password itself, which is shown to nobody in clear. */
  private Move whole(int sequence) {
    byte[] password = check.credentials().passwordBytes();
    return encrypted
        ? new Move.Send(
            MysqlPackets.packet(sequence + 1, Arrays.copyOf(password, password.length + 1)))
        : Move.refused(
            server
                + ": "
                + MysqlLogin.CACHING_SHA2
                + " does not know the user yet: log in once over TLS, or use TLS here");
  }

  private Move afterLogin() {
    if (check.readOnly() == MysqlCheck.ReadOnly.ANY) {
      return afterReadOnly(server + ", logged in");
    }
    step = Step.READ_ONLY;
    return query(READ_ONLY);
  }

  private Move afterReadOnly(String soFar) {
    found = soFar;
    if (check.query().isEmpty()) {
      return done(found);
    }
    step = Step.QUERY;
    return query(check.query().sql());
  }

  private Move answered(byte[] payload) {
    return switch (result.read(payload)) {
      case MysqlResult.Progress.More() -> Move.MORE;
      case MysqlResult.Progress.Refused(var why) ->
          Move.refused(server + ": query refused, " + why);
      case MysqlResult.Progress.Malformed(var why) -> Move.malformed(why);
      case MysqlResult.Progress.Rows(var first) when step == Step.READ_ONLY -> readOnly(first);
      case MysqlResult.Progress.Rows(var first) -> row(first);
    };
  }

  private Move readOnly(Optional<String> first) {
    String value = first.orElse("");
    boolean isReadOnly = !value.equals("0") && !value.equals("OFF");
    boolean wanted = check.readOnly() == MysqlCheck.ReadOnly.YES;
    if (value.isEmpty()) {
      return Move.malformed(server + ": does not say whether it is read-only");
    }
    String state = server + (isReadOnly ? ", read-only" : ", writable");
    return isReadOnly == wanted
        ? afterReadOnly(state)
        : Move.refused(state + "; expected " + (wanted ? "read-only" : "writable"));
  }

  private Move row(Optional<String> first) {
    Optional<String> complaint = QueryAnswer.complaint(check.query(), first);
    return complaint.isPresent()
        ? new Move.Fail(FailureKind.BODY, found + "; " + complaint.get())
        : done(found + ", the query gave a row");
  }

  private Move query(String sql) {
    result = new MysqlResult();
    byte[] text = sql.getBytes(UTF_8);
    byte[] payload = new byte[1 + text.length];
    payload[0] = COM_QUERY;
    System.arraycopy(text, 0, payload, 1, text.length);
    return new Move.Send(MysqlPackets.packet(0, payload));
  }

  private static Move done(String what) {
    return new Move.Done(MysqlPackets.packet(0, new byte[] {COM_QUIT}), what);
  }
}
