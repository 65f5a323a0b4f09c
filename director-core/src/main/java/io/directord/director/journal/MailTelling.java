package io.directord.director.journal;

import io.directord.director.config.HookConfig;
import io.directord.director.config.Secrets;
import io.directord.director.config.Secrets.Fetched;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mails a moment. Who could not be reached for now is tried again, and only he. The conversation
 * has a thread of its own, as a name may be looked up for longer than the timeout; there is never
 * more than one.
 */
final class MailTelling implements Telling {
  private static final Logger LOG = LoggerFactory.getLogger(MailTelling.class);

  private final HookConfig.Mail way;
  private final String node;
  private final Secrets secrets;
  private @Nullable Thread conversing;
  private long moment = -1;
  private List<String> left = List.of();

  MailTelling(HookConfig.Mail way, String node, Secrets secrets) {
    this.way = way;
    this.node = node;
    this.secrets = secrets;
  }

  /**
   * What came of a mail.
   *
   * @param later who could not be reached for now, and why
   * @param never who is refused, and why
   * @param trouble why nobody got it; empty when somebody did
   */
  record Delivery(Map<String, String> later, Map<String, String> never, String trouble) {
    static Delivery failed(String trouble) {
      return new Delivery(Map.of(), Map.of(), trouble);
    }
  }

  @Override
  public String attempt(Moment told, Duration timeout) throws InterruptedException {
    if (conversing != null && conversing.isAlive()) {
      return "the attempt before has not ended";
    }
    if (moment != told.last()) {
      moment = told.last();
      left = way.to();
    }
    String password = "";
    if (way.login().isPresent()) {
      switch (secrets.fetch(way.login().get().password())) {
        case Fetched.Found found -> password = new String(found.bytes(), StandardCharsets.UTF_8);
        case Fetched.Missing(String because) -> {
          return "password: " + because;
        }
      }
    }
    MailConversation conversation =
        new MailConversation(way, node, password, MailText.of(node, way.subject(), told), left);
    Thread thread = new Thread(conversation, Thread.currentThread().getName() + "-mail");
    thread.setDaemon(true);
    thread.start();
    conversing = thread;
    thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeout.toNanos())));
    Optional<Delivery> delivery = conversation.delivery();
    if (delivery.isEmpty()) {
      conversation.abort();
      return "timed out after " + timeout.toMillis() + " ms " + conversation.step();
    }
    return judged(delivery.get());
  }

  private String judged(Delivery delivery) {
    if (!delivery.trouble().isEmpty()) {
      return delivery.trouble();
    }
    delivery
        .never()
        .forEach((who, why) -> LOG.warn("event=mail-refused to={} because=\"{}\"", who, why));
    left = new ArrayList<>(delivery.later().keySet());
    return delivery.later().entrySet().stream()
        .map(each -> each.getKey() + ": " + each.getValue())
        .collect(Collectors.joining("; "));
  }
}
