package dev.chainrule.callback;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.info.BuildProperties;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.stereotype.Component;

/**
 * Posts a signed callback, once. Thread-safe.
 *
 * <p>A callback has no redirects, cookies, proxies or credentials. It has a connection of its own, to an address that was looked up and
 * checked for it. Of an answer only the status is read, and no byte of the body.
 */
@Component
public class CallbackSender implements AutoCloseable {
    /** The one status that ends a delivery: the receiver wants no further attempt. Any other may be a transient fault. */
    private static final int GONE = 410;

    /** How many addresses of a host can be tried within the timeout if none of them answers. */
    private static final int ADDRESSES_TRIED = 3;

    private final CallbackProperties properties;
    private final List<SigningKey> keys;
    private final Clock clock;
    private final CloseableHttpClient client;

    /** Of its own, so that an attempt can be abandoned in a DNS lookup, which cannot be interrupted. */
    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("callback-", 0).factory());

    @Autowired
    CallbackSender(CallbackProperties properties, Clock clock, ObjectProvider<BuildProperties> build) {
        this(properties, clock, build.stream().findFirst().map(BuildProperties::getVersion).orElse("unknown"),
                SystemDefaultDnsResolver.INSTANCE);
    }

    CallbackSender(CallbackProperties properties, Clock clock, String version, DnsResolver resolver) {
        this.properties = properties;
        this.keys = properties.signingKeys();
        this.clock = clock;
        this.client = client(properties, "Chainrule/" + version, resolver);
    }

    private static CloseableHttpClient client(CallbackProperties properties, String userAgent, DnsResolver resolver) {
        var timeout = Timeout.of(properties.timeout());
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(properties.allowPrivate() ? resolver : new PublicDnsResolver(resolver))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(properties.timeout().dividedBy(ADDRESSES_TRIED)))
                        .setSocketTimeout(timeout)
                        .build())
                .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(timeout).build())
                .setMaxConnTotal(Integer.MAX_VALUE)
                .setMaxConnPerRoute(Integer.MAX_VALUE)
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(timeout)
                        .setRedirectsEnabled(false)
                        .setAuthenticationEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setUserAgent(userAgent)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /**
     * Returns once the receiver has answered with a status from 200 to 299.
     *
     * @param url as {@link CallbackUrls} accepted it
     * @param id of the message, without a dot; the same for every attempt, so that the receiver recognises what it already has
     * @throws CallbackFailedException if the receiver answered anything else, or nothing in time
     */
    public void send(URI url, String id, byte[] json) {
        if (!properties.canSign()) {
            throw CallbackFailedException.temporary("was not called: chainrule.callback.secret is no longer set");
        }
        var request = request(url, id, json);
        check(status(start(() -> status(url, request))));
    }

    private Future<Integer> start(Callable<Integer> attempt) {
        try {
            return threads.submit(attempt);
        } catch (RejectedExecutionException closed) {
            throw CallbackFailedException.temporary("was not called: the service stopped", closed);
        }
    }

    private int status(Future<Integer> answer) {
        try {
            return answer.get(properties.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw CallbackFailedException.temporary(lateness(), late);
        } catch (ExecutionException failed) {
            throw failure(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw CallbackFailedException.temporary("was not waited for: the service stopped", interrupted);
        } finally {
            answer.cancel(true);
        }
    }

    private HttpPost request(URI url, String id, byte[] json) {
        long timestamp = clock.instant().getEpochSecond();
        var request = new HttpPost(url);
        request.setEntity(new ByteArrayEntity(json, ContentType.create("application/json")));
        request.setHeader(HttpHeaders.CONNECTION, "close");
        request.setHeader("webhook-id", id);
        request.setHeader("webhook-timestamp", timestamp);
        request.setHeader("webhook-signature", keys.stream()
                .map(key -> key.sign(id, timestamp, json))
                .collect(Collectors.joining(" ")));
        return request;
    }

    private int status(URI url, HttpPost request) throws IOException {
        try {
            return client.executeOpen(HttpHost.create(url), request, HttpClientContext.create()).getCode();
        } finally {
            // Closing the answer would first read its body to the end.
            request.cancel();
        }
    }

    private static void check(int status) {
        if (status >= 200 && status < 300) {
            return;
        }
        if (status == GONE) {
            throw CallbackFailedException.permanent("answered 410, which says to send it nothing more");
        }
        boolean redirect = status >= 300 && status < 400;
        throw CallbackFailedException
                .temporary("answered " + status + (redirect ? ", and redirects are not followed" : ""));
    }

    private CallbackFailedException failure(ExecutionException attempt) {
        if (attempt.getCause() instanceof IOException failed) {
            return CallbackFailedException.temporary(reason(failed), failed);
        }
        throw new IllegalStateException("A callback failed in an unexpected way", attempt.getCause());
    }

    private String reason(IOException cause) {
        return switch (cause) {
            case PrivateAddressException _ -> "resolves to a private address";
            case UnknownHostException _ -> "has a host name that cannot be resolved";
            case ConnectTimeoutException _ -> "did not take the connection in time";
            case InterruptedIOException _ -> lateness();
            case ConnectException _ -> "refused the connection";
            case NoRouteToHostException _ -> "cannot be reached";
            case SSLException _ -> "failed in the TLS handshake: is its certificate valid and publicly trusted?";
            case NoHttpResponseException _ -> "closed the connection without an answer";
            case ClientProtocolException _,MessageConstraintException _ -> "answered with something that is not HTTP";
            default -> "broke the connection";
        };
    }

    private String lateness() {
        return "gave no answer within "
                + DurationFormatterUtils.print(properties.timeout(), DurationFormat.Style.COMPOSITE);
    }

    /** Ends the attempts in progress. */
    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        client.close();
    }
}
