package dev.chainrule.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties.ForwardHeadersStrategy;
import org.springframework.mock.web.MockHttpServletRequest;

/** Which calls need no key, by where the service listens and where the call comes from. */
class OpenAccessTest {
    private static final String NO_KEY = "";

    private static ServerProperties boundTo(String address) {
        var server = new ServerProperties();
        server.setAddress(InetAddress.ofLiteral(address));
        return server;
    }

    private static OpenAccess openAccess(ServerProperties server, String adminKey, String anonymous) {
        return openAccess(server, new TomcatServerProperties(), adminKey, anonymous);
    }

    private static OpenAccess openAccess(
            ServerProperties server, TomcatServerProperties tomcat, String adminKey, String anonymous) {
        return new OpenAccess(new AccessProperties(adminKey, anonymous, List.of()), server, tomcat);
    }

    private static MockHttpServletRequest from(String address) {
        var request = new MockHttpServletRequest("GET", "/api/v1/jobs");
        request.setRemoteAddr(address);
        return request;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"})
    void callFromLoopbackIsAdminOnAServiceBoundToLoopback(String address) {
        for (var bound : List.of("127.0.0.1", "::1")) {
            assertThat(openAccess(boundTo(bound), NO_KEY, "").roleOf(from(address))).contains(KeyRole.ADMIN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "192.168.1.1", "0.0.0.0", "::2", "fe80::1", "fe80::1%eth9", "::ffff:10.0.0.1",
        "128.0.0.1", "localhost", "unknown", ""})
    void callFromAnotherAddressNeedsAKey(String address) {
        assertThat(openAccess(boundTo("127.0.0.1"), NO_KEY, "").roleOf(from(address))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.1"})
    void callFromLoopbackNeedsAKeyOnAServiceBoundToMore(String bound) {
        var open = openAccess(boundTo(bound), NO_KEY, "");

        assertThat(open.roleOf(from("127.0.0.1"))).isEmpty();
        assertThat(open.needsAdminKey()).isTrue();
    }

    @Test
    void callFromLoopbackNeedsAKeyOnAServiceBoundToEveryInterface() {
        assertThat(openAccess(new ServerProperties(), NO_KEY, "").roleOf(from("127.0.0.1"))).isEmpty();
    }

    @Test
    void callFromLoopbackNeedsAKeyOnceThereIsAnAdminKey() {
        assertThat(openAccess(boundTo("127.0.0.1"), "an admin key".replace(' ', '-') + "-of-30-characters", "")
                .roleOf(from("127.0.0.1"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "x-forwarded-for", "Forwarded", "Via", "X-Forwarded-Host",
        "X-Forwarded-Proto", "X-Forwarded-Server", "X-Real-IP", "X-Forwarded-Port", "x-forwarded-prefix",
        "X-Forwarded-Client-Cert", "CF-Connecting-IP", "True-Client-IP", "X-Client-IP", "X-Cluster-Client-IP",
        "X-Original-For", "X-Original-Forwarded-For"})
    void callThatAProxyOnThisMachineForwardedNeedsAKey(String header) {
        var request = from("127.0.0.1");
        request.addHeader(header, "127.0.0.1");

        var open = openAccess(boundTo("127.0.0.1"), NO_KEY, "");
        assertThat(open.roleOf(request)).isEmpty();
        assertThat(open.isClosedToProxies(request)).isTrue();
        assertThat(openAccess(boundTo("0.0.0.0"), NO_KEY, "").isClosedToProxies(request))
                .as("others need a key, too").isFalse();
    }

    /** Then Tomcat or Spring replaces the address of the sender by one from a header, which may say anything. */
    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "FRAMEWORK"})
    void callFromLoopbackNeedsAKeyWhereForwardedAddressesCount(ForwardHeadersStrategy strategy) {
        var server = boundTo("127.0.0.1");
        server.setForwardHeadersStrategy(strategy);

        assertThat(openAccess(server, NO_KEY, "").roleOf(from("127.0.0.1"))).isEmpty();
    }

    @Test
    void callFromLoopbackNeedsAKeyWhereTomcatTakesTheAddressFromAnotherHeader() {
        var tomcat = new TomcatServerProperties();
        tomcat.getRemoteip().setRemoteIpHeader("X-Client");

        assertThat(openAccess(boundTo("127.0.0.1"), tomcat, NO_KEY, "").roleOf(from("127.0.0.1"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyCallHasTheAnonymousRoleThatIsSet(KeyRole role) {
        var name = role.name().toLowerCase(Locale.ROOT);
        for (var address : List.of("127.0.0.1", "::1", "10.0.0.1")) {
            for (var bound : List.of("127.0.0.1", "0.0.0.0")) {
                assertThat(openAccess(boundTo(bound), NO_KEY, name).roleOf(from(address))).contains(role);
            }
        }
        assertThat(openAccess(boundTo("0.0.0.0"), NO_KEY, name).needsAdminKey()).isEqualTo(role != KeyRole.ADMIN);
    }
}
