package io.directord.health.database;

import io.directord.health.FailureKind;
import io.directord.health.database.LdapMessages.Result;
import io.directord.health.transport.Quotes;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/** Binds, looks for an entry, and unbinds. */
final class LdapSession implements Session {
  private static final int BIND = 1;
  private static final int SEARCH = 2;
  private static final int UNBIND = 3;
  private static final int START_TLS = 4;

  /** Of what a server says unasked; it hangs up then (RFC 4511, section 4.4.1). */
  private static final int UNASKED = 0;

  private final LdapCheck check;
  private final LdapMessages messages = new LdapMessages();

  /** The number of the message that is to be answered. */
  private int step;

  private boolean found;

  LdapSession(LdapCheck check, boolean startTls) {
    this.check = check;
    this.step = startTls ? START_TLS : BIND;
  }

  @Override
  public byte[] opening() {
    return step == START_TLS ? LdapMessages.startTls(START_TLS) : bind();
  }

  @Override
  public byte[] secured() {
    step = BIND;
    return bind();
  }

  private byte[] bind() {
    Credentials credentials = check.credentials();
    return LdapMessages.bind(BIND, credentials.user(), credentials.passwordBytes());
  }

  @Override
  public String stage() {
    return switch (step) {
      case SEARCH -> "bound, waiting for the result of the search";
      case START_TLS -> "connected, waiting for the answer to StartTLS";
      default -> "connected, waiting for the answer to the bind";
    };
  }

  @Override
  public Move read(ByteBuf bytes) {
    while (true) {
      switch (messages.next(bytes)) {
        case LdapMessages.Next.More() -> {
          return Move.MORE;
        }
        case LdapMessages.Next.Malformed(var why) -> {
          return Move.malformed(why);
        }
        case LdapMessages.Next.Message message -> {
          Move move = answered(message);
          if (!(move instanceof Move.More)) {
            return move;
          }
        }
      }
    }
  }

  private Move answered(LdapMessages.Next.Message message) {
    int type = message.type();
    if (message.id() == UNASKED && type == LdapMessages.EXTENDED_ANSWER) {
      return Result.parse(message.body())
          .map(result -> Move.refused("hangs up: " + words(result)))
          .orElseGet(LdapSession::cutOff);
    }
    if (message.id() != step) {
      return Move.malformed("not LDAP: an answer to what was not asked");
    }
    if (step == SEARCH && (type == LdapMessages.ENTRY || type == LdapMessages.REFERENCE)) {
      found |= type == LdapMessages.ENTRY;
      return Move.MORE;
    }
    if (type != answerType()) {
      return Move.malformed("not LDAP: an answer of type " + type);
    }
    return Result.parse(message.body()).map(this::ended).orElseGet(LdapSession::cutOff);
  }

  private int answerType() {
    return switch (step) {
      case SEARCH -> LdapMessages.SEARCH_DONE;
      case START_TLS -> LdapMessages.EXTENDED_ANSWER;
      default -> LdapMessages.BIND_ANSWER;
    };
  }

  private Move ended(Result result) {
    return switch (step) {
      case SEARCH -> searched(result);
      case START_TLS ->
          result.code() == 0
              ? new Move.StartTls(new byte[0])
              : Move.notEncrypted("StartTLS refused: " + words(result));
      default -> bound(result);
    };
  }

  private Move bound(Result result) {
    if (result.code() != 0) {
      return Move.refused("bind refused: " + words(result));
    }
    step = SEARCH;
    Optional<String> base = check.base();
    return base.isEmpty()
        ? done(check.credentials().anonymous() ? "bound as nobody" : "bound")
        : new Move.Send(LdapMessages.search(SEARCH, base.get(), check.filter()));
  }

  private Move searched(Result result) {
    if (result.code() != 0) {
      return Move.refused("search failed: " + words(result));
    }
    return found
        ? done("bound, the entry is there")
        : new Move.Fail(FailureKind.BODY, "bound; no entry matches");
  }

  private static Move done(String what) {
    return new Move.Done(LdapMessages.unbind(UNBIND), what);
  }

  private static Move cutOff() {
    return Move.malformed("not LDAP: a result that is cut off");
  }

  private static String words(Result result) {
    String name = LdapWords.ofCode(result.code()) + " (" + result.code() + ")";
    return result.words().isEmpty() ? name : name + ", " + Quotes.of(result.words());
  }
}
