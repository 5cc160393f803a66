package dev.chainrule.request;

import org.apache.coyote.AbstractProtocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * How many connections and requests the web server has at a time, by the size of the heap. An idle connection takes about 10 KB, one whose
 * request is being served about 100 KB more, measured on a heap of 256 MiB with 1,000 of each.
 */
@Component
final class ConnectionLimits implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {
    /** As many as Tomcat has by default. */
    private static final int MOST_CONNECTIONS = 8192;

    private static final int LEAST_CONNECTIONS = 1024;
    private static final int LEAST_REQUESTS = 128;
    private static final int HEAP_OF_CONNECTION = 128 << 10;
    private static final int HEAP_OF_REQUEST = 512 << 10;

    /** The size of the buffers that every connection has, one for each direction. */
    private static final String BUFFER_BYTES = "4096";

    private final long heap = Runtime.getRuntime().maxMemory();
    private final Environment settings;

    ConnectionLimits(Environment settings) {
        this.settings = settings;
    }

    /** Last, so that it runs after the server's own settings are applied. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.setProtocol(ClientConnections.class.getName());
        factory.addConnectorCustomizers(connector -> {
            connector.setProperty("socket.appReadBufSize", BUFFER_BYTES);
            connector.setProperty("socket.appWriteBufSize", BUFFER_BYTES);
            if (!settings.containsProperty("server.tomcat.max-connections")
                    && connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
                protocol.setMaxConnections(mostConnections());
            }
        });
    }

    private int mostConnections() {
        return Math.clamp(heap / HEAP_OF_CONNECTION, LEAST_CONNECTIONS, MOST_CONNECTIONS);
    }

    /** How many requests are served at a time, not counting those that wait for their clients or for events. */
    int mostRequests() {
        return Math.clamp(heap / HEAP_OF_REQUEST, LEAST_REQUESTS, MOST_CONNECTIONS);
    }
}
