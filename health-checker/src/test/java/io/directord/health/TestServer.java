package io.directord.health;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that plays one script for every client, each on a thread of its own. */
public final class TestServer implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final ServerSocket listener;
  private final Script script;
  private final Thread acceptor = Thread.ofVirtual().unstarted(this::accept);
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();

  private TestServer(ServerSocket listener, Script script) {
    this.listener = listener;
    this.script = script;
  }

  /** The connection is closed in good order when it returns. */
  public interface Script {
    void serve(Socket client) throws IOException;
  }

  public static TestServer at(InetSocketAddress address, Script script) {
    try {
      ServerSocket listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(address, BACKLOG);
      TestServer server = new TestServer(listener, script);
      server.acceptor.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static TestServer on(String literal, Script script) {
    return at(new InetSocketAddress(InetAddress.ofLiteral(literal), 0), script);
  }

  public static TestServer start(Script script) {
    return on("127.0.0.1", script);
  }

  /** An address on which nobody listens. */
  public static InetSocketAddress nobody() {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return (InetSocketAddress) server.getLocalSocketAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the request, answers, and waits for the client to go. */
  public static Script answering(String text) {
    return client -> {
      readRequest(client);
      client.getOutputStream().write(text.getBytes(ISO_8859_1));
      awaitEnd(client);
    };
  }

  public static String readRequest(Socket client) throws IOException {
    StringBuilder request = new StringBuilder();
    InputStream in = client.getInputStream();
    while (request.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the client went away");
      }
      request.append((char) next);
    }
    return request.toString();
  }

  public static void awaitEnd(Socket client) throws IOException {
    client.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  public int accepted() {
    return accepted.get();
  }

  /** Connections that the client has not ended yet. */
  public int open() {
    return clients.size();
  }

  /** As if the process were killed: the port is free at once, and every client is reset. */
  @Override
  public void close() {
    try {
      listener.close();
      // Until it has noticed, the kernel goes on accepting.
      acceptor.join();
      for (Socket client : clients) {
        client.setSoLinger(true, 0);
        client.close();
      }
    } catch (IOException _) {
      // It was closed by its own thread meanwhile.
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        accepted.incrementAndGet();
        clients.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException _) {
      // Closed: this is how it ends.
    }
  }

  private void serve(Socket client) {
    try (client) {
      script.serve(client);
    } catch (IOException _) {
      // The client hung up, which a probe may do at any time.
    } finally {
      clients.remove(client);
    }
  }
}
