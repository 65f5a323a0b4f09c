package io.directord.director.journal;

import io.directord.director.config.HookConfig;
import io.directord.director.config.HookConfig.Encryption;
import io.directord.director.journal.MailTelling.Delivery;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Authenticator;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * One mail, from looking up the server to its last answer, on a thread of its own. The socket is
 * opened here and not by the library, so that closing it ends the conversation wherever it is. The
 * only class that knows the library, which is loaded with the first mail.
 */
final class MailConversation implements Runnable {
  private static final int EVIDENCE_CHARS_MAX = 300;

  /** Far more than a server says in one conversation, TLS included. */
  private static final int HEARD_BYTES_MAX = 256 << 10;

  private final HookConfig.Mail way;
  private final String node;
  private final String password;
  private final MailText text;
  private final List<String> to;
  private final Socket socket = new Bounded();
  private volatile String step = "looking up the server";
  private volatile @Nullable Delivery delivery;

  MailConversation(
      HookConfig.Mail way, String node, String password, MailText text, List<String> to) {
    this.way = way;
    this.node = node;
    this.password = password;
    this.text = text;
    this.to = List.copyOf(to);
  }

  /** Empty while it goes on. */
  Optional<Delivery> delivery() {
    return Optional.ofNullable(delivery);
  }

  /** Where it is. */
  String step() {
    return step;
  }

  /** From any thread. */
  void abort() {
    try {
      socket.close();
    } catch (IOException closed) {
      step = step + " (" + closed.getMessage() + ")";
    }
  }

  @Override
  public void run() {
    try (socket) {
      delivery = converse();
    } catch (AuthenticationFailedException refused) {
      delivery = failed("authentication as " + user() + " failed: ", refused);
    } catch (MessagingException | IOException | GeneralSecurityException trouble) {
      delivery = failed("", trouble);
    }
  }

  private static Delivery failed(String what, Exception trouble) {
    StringBuilder said = new StringBuilder(what);
    for (Throwable each = trouble; each != null; each = each.getCause()) {
      String message = String.valueOf(each.getMessage());
      if (said.indexOf(message) < 0) {
        said.append(said.length() == what.length() ? "" : ": ").append(message);
      }
    }
    return Delivery.failed(MailText.oneLine(said.toString().strip(), EVIDENCE_CHARS_MAX));
  }

  private String user() {
    return way.login().map(HookConfig.Login::user).orElse("");
  }

  private Delivery converse() throws MessagingException, IOException, GeneralSecurityException {
    InetSocketAddress found = new InetSocketAddress(way.host(), way.port());
    if (found.isUnresolved()) {
      throw new UnknownHostException("no address of " + way.host());
    }
    step = "connecting";
    // Named as configured, since that is the name which the library has the certificate show.
    InetAddress named = InetAddress.getByAddress(way.host(), found.getAddress().getAddress());
    socket.connect(new InetSocketAddress(named, way.port()));
    SSLContext trust = trust();
    Session session = session(trust);
    Socket line = socket;
    if (way.tls() == Encryption.IMPLICIT) {
      step = "in the TLS handshake";
      line = encrypted(trust);
    }
    step = "waiting for the server's answers";
    try (SMTPTransport transport =
        new SMTPTransport(session, new URLName("smtp", way.host(), way.port(), null, null, null))) {
      transport.connect(line);
      return send(transport, message(session));
    }
  }

  private Delivery send(SMTPTransport transport, MimeMessage message) throws MessagingException {
    try {
      transport.sendMessage(message, addresses(to));
      return new Delivery(Map.of(), Map.of(), "");
    } catch (SendFailedException partly) {
      Address[] sent = partly.getValidSentAddresses();
      if (sent == null || sent.length == 0) {
        throw partly;
      }
      return delivery(partly);
    }
  }

  private static Delivery delivery(MessagingException partly) {
    Map<String, String> later = new LinkedHashMap<>();
    Map<String, String> never = new LinkedHashMap<>();
    for (Exception each = partly;
        each instanceof MessagingException one;
        each = one.getNextException()) {
      if (each instanceof SMTPAddressFailedException failed) {
        boolean forNow = failed.getReturnCode() / 100 == 4;
        String why =
            MailText.oneLine(String.valueOf(failed.getMessage()).strip(), EVIDENCE_CHARS_MAX);
        (forNow ? later : never).put(failed.getAddress().getAddress(), why);
      }
    }
    return new Delivery(later, never, "");
  }

  private SSLContext trust() throws IOException, GeneralSecurityException {
    if (way.tls() != Encryption.NONE && !way.verify()) {
      return Trust.anybody();
    }
    return way.certificates().isPresent()
        ? Trust.only(way.certificates().get())
        : SSLContext.getDefault();
  }

  private SSLSocket encrypted(SSLContext trust) throws IOException {
    SSLSocket tls =
        (SSLSocket) trust.getSocketFactory().createSocket(socket, way.host(), way.port(), true);
    if (way.verify()) {
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      tls.setSSLParameters(parameters);
    }
    tls.startHandshake();
    return tls;
  }

  private Session session(SSLContext trust) {
    Properties settings = new Properties();
    settings.put("mail.smtp.host", way.host());
    settings.put("mail.smtp.localhost", MailText.host(node));
    settings.put("mail.smtp.sendpartial", "true");
    settings.put("mail.smtp.quitwait", "false");
    boolean starttls = way.tls() == Encryption.STARTTLS;
    settings.put("mail.smtp.starttls.enable", String.valueOf(starttls));
    settings.put("mail.smtp.starttls.required", String.valueOf(starttls));
    settings.put("mail.smtp.ssl.socketFactory", trust.getSocketFactory());
    settings.put("mail.smtp.ssl.checkserveridentity", String.valueOf(way.verify()));
    if (way.login().isPresent()) {
      settings.put("mail.smtp.auth", "true");
      settings.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
      settings.put("mail.smtp.user", user());
    }
    return Session.getInstance(
        settings,
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication(user(), password);
          }
        });
  }

  private MimeMessage message(Session session) throws MessagingException {
    MimeMessage message =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", text.id());
          }
        };
    message.setFrom(new InternetAddress(way.from()));
    message.setRecipients(RecipientType.TO, addresses(way.to()));
    message.setSubject(text.subject(), StandardCharsets.UTF_8.name());
    message.setHeader("Date", text.date());
    message.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834, section 5
    message.setText(text.body(), StandardCharsets.UTF_8.name());
    message.setHeader("Content-Transfer-Encoding", "quoted-printable");
    message.saveChanges();
    return message;
  }

  private static InternetAddress[] addresses(List<String> texts) throws MessagingException {
    InternetAddress[] addresses = new InternetAddress[texts.size()];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = new InternetAddress(texts.get(i));
    }
    return addresses;
  }

  /** The library would collect an answer without an end. */
  private static final class Bounded extends Socket {
    private int heard;

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          int one = super.read();
          count(1);
          return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          int read = super.read(into, offset, length);
          count(read);
          return read;
        }
      };
    }

    private void count(int bytes) throws IOException {
      heard += Math.max(0, bytes);
      if (heard > HEARD_BYTES_MAX) {
        throw new IOException("the server says more than " + HEARD_BYTES_MAX + " bytes");
      }
    }
  }
}
