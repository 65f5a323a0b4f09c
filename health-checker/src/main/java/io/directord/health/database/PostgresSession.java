package io.directord.health.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.FailureKind;
import io.directord.health.transport.Quotes;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/** Logs in, asks, and leaves in good order. */
final class PostgresSession implements Session {
  private static final String RECOVERY = "SELECT pg_is_in_recovery()";
  private static final byte[] TERMINATE = PostgresMessages.message('X', new byte[0]);

  /** For who gives no user: the server has to answer somebody. */
  private static final String NOBODY = "directord";

  private final PostgresCheck check;
  private final PostgresLogin login;
  private final PostgresMessages messages = new PostgresMessages();
  private Step step;
  private Optional<String> first = Optional.empty();
  private String server = "PostgreSQL";
  private boolean answered;

  PostgresSession(PostgresCheck check, boolean startTls, ScramMemory memory) {
    this.check = check;
    this.step = startTls ? Step.ENCRYPTION : Step.LOGIN;
    this.login = new PostgresLogin(check.credentials(), memory);
  }

  private enum Step {
    ENCRYPTION("connected, waiting for the answer to SSLRequest"),
    LOGIN("connected, waiting for the answer to the login"),
    READY("logged in, waiting for the server to be ready"),
    ROLE("logged in, waiting for the answer to " + RECOVERY),
    QUERY("logged in, waiting for the answer to the query");

    private final String stage;

    Step(String stage) {
      this.stage = stage;
    }
  }

  @Override
  public byte[] opening() {
    return step == Step.ENCRYPTION ? PostgresMessages.encryption() : startup();
  }

  @Override
  public byte[] secured() {
    step = Step.LOGIN;
    return startup();
  }

  private byte[] startup() {
    Credentials credentials = check.credentials();
    return PostgresMessages.startup(
        credentials.anonymous() ? NOBODY : credentials.user(), check.database());
  }

  @Override
  public String stage() {
    return step.stage;
  }

  @Override
  public Move read(ByteBuf bytes) {
    if (step == Step.ENCRYPTION && bytes.isReadable()) {
      char answer = (char) bytes.getUnsignedByte(bytes.readerIndex());
      if (answer == 'S') {
        bytes.skipBytes(1);
        return new Move.StartTls(new byte[0]);
      }
      if (answer == 'N') {
        return Move.notEncrypted("PostgreSQL offers no encryption here (SSLRequest refused)");
      }
      step = Step.LOGIN; // an error, then
    }
    while (true) {
      switch (messages.next(bytes)) {
        case PostgresMessages.Next.More() -> {
          return Move.MORE;
        }
        case PostgresMessages.Next.Malformed(var why) -> {
          return Move.malformed(why);
        }
        case PostgresMessages.Next.Message(var type, var body) -> {
          Move move = message(type, body);
          if (!(move instanceof Move.More)) {
            return move;
          }
        }
      }
    }
  }

  private Move message(char type, byte[] body) {
    return switch (type) {
      case 'R' -> step == Step.LOGIN ? asked(body) : unexpected(type);
      case 'E' -> error(PostgresError.parse(body));
      case 'S' -> parameter(new Fields(body));
      case 'D' -> row(new Fields(body));
      case 'Z' -> step == Step.LOGIN ? unexpected(type) : ready();
      case 'C', 'I' -> {
        answered = true;
        yield Move.MORE;
      }
      default -> Move.MORE; // a notice, a key to cancel with, the names of columns
    };
  }

  private Move asked(byte[] body) {
    Fields fields = new Fields(body);
    int request = fields.int32();
    if (fields.overrun()) {
      return Move.malformed("not PostgreSQL: asks for nothing");
    }
    if (request == 0) {
      step = Step.READY;
      return Move.MORE;
    }
    if (!check.credentials().hasPassword()) {
      boolean enough = check.query().isEmpty() && check.role() == PostgresCheck.Role.ANY;
      return enough
          ? new Move.Done(new byte[0], server + ", asks for a password (the check has none)")
          : Move.refused("asks for a password: give the check one");
    }
    return login.answer(request, fields.rest());
  }

  private Move error(PostgresError error) {
    if (step == Step.LOGIN && check.credentials().anonymous() && error.isAboutIdentity()) {
      return new Move.Done(
          new byte[0], server + ", refuses an unknown user (" + error.state() + ")");
    }
    String what = step == Step.QUERY ? "query refused, " : "";
    return Move.refused(what + error.words());
  }

  private Move parameter(Fields fields) {
    if (fields.zeroTerminated().equals("server_version")) {
      String version = fields.zeroTerminated().split(" ", 2)[0];
      server = "PostgreSQL " + (version.matches("[0-9A-Za-z.]{1,16}") ? version : "");
    }
    return Move.MORE;
  }

  private Move row(Fields fields) {
    if (first.isPresent()) {
      return Move.MORE;
    }
    int columns = fields.int16();
    if (columns == 0) {
      first = Optional.of("");
    } else {
      int length = fields.int32();
      first = Optional.of(length == -1 ? QueryAnswer.NULL : text(fields, length));
    }
    return fields.overrun() ? Move.malformed("not PostgreSQL: a row that is cut off") : Move.MORE;
  }

  private Move ready() {
    return switch (step) {
      case ENCRYPTION, LOGIN, READY -> {
        if (check.role() == PostgresCheck.Role.ANY) {
          yield query("logged in");
        }
        yield ask(Step.ROLE, RECOVERY);
      }
      case ROLE -> role();
      case QUERY -> answered ? queried() : unexpected('Z');
    };
  }

  private Move role() {
    String recovery = first.orElse("");
    if (!recovery.equals("t") && !recovery.equals("f")) {
      return Move.malformed("answered " + RECOVERY + " with " + Quotes.of(recovery));
    }
    boolean standby = recovery.equals("t");
    String found = standby ? "standby" : "primary";
    if (standby != (check.role() == PostgresCheck.Role.STANDBY)) {
      return Move.refused(
          server + ", " + found + "; expected a " + (standby ? "primary" : "standby"));
    }
    return query(found);
  }

  private Move query(String found) {
    server = server + ", " + found;
    return check.query().isEmpty() ? done(server) : ask(Step.QUERY, check.query().sql());
  }

  private Move queried() {
    Optional<String> complaint = QueryAnswer.complaint(check.query(), first);
    return complaint.isPresent()
        ? new Move.Fail(FailureKind.BODY, server + "; " + complaint.get())
        : done(server + ", the query gave a row");
  }

  private Move ask(Step next, String sql) {
    step = next;
    first = Optional.empty();
    answered = false;
    return new Move.Send(PostgresMessages.text('Q', sql));
  }

  private static Move unexpected(char type) {
    return Move.malformed("not PostgreSQL: message '" + type + "' comes too early");
  }

  private static Move done(String what) {
    return new Move.Done(TERMINATE, what);
  }

  private static String text(Fields fields, int length) {
    return new String(fields.take(length), UTF_8);
  }
}
