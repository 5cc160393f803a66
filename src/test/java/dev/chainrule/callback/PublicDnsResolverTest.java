package dev.chainrule.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chainrule.callback.Callbacks.Names;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Private addresses are removed from whatever a host name resolves to. */
class PublicDnsResolverTest {
    private static final InetAddress PUBLIC = InetAddress.ofLiteral("93.184.216.34");

    /** @param answers one for each look-up in turn, addresses separated by spaces */
    private static PublicDnsResolver resolver(String... answers) {
        var left = new ArrayDeque<>(List.of(answers));
        Names names =
                _ -> Arrays.stream(left.remove().split(" ")).map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
        return new PublicDnsResolver(names);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "fd00:ec2::254",
        "fe80::1",
        "::ffff:192.168.0.1", "64:ff9b::a00:1", "2002:a00:1::", "10.0.0.1 ::1 192.168.0.1"})
    void aNameWithPrivateAddressesOnlyIsRefused(String addresses) {
        assertThatExceptionOfType(PrivateAddressException.class)
                .isThrownBy(() -> resolver(addresses).resolve("receiver.example"));
        assertThatExceptionOfType(PrivateAddressException.class)
                .isThrownBy(() -> resolver(addresses).resolve("receiver.example", 80));
    }

    @Test
    void privateAddressesBesidePublicOnesAreLeftOut() throws UnknownHostException {
        assertThat(resolver("10.0.0.1 93.184.216.34 ::1").resolve("receiver.example")).containsExactly(PUBLIC);
        assertThat(resolver("10.0.0.1 93.184.216.34 ::1").resolve("receiver.example", 8443))
                .containsExactly(new InetSocketAddress(PUBLIC, 8443));
    }

    @Test
    void hostThatBecomesPrivateIsRefusedAtTheNextLookup() throws UnknownHostException {
        var rebound = resolver("93.184.216.34", "127.0.0.1");

        assertThat(rebound.resolve("receiver.example")).containsExactly(PUBLIC);
        assertThatExceptionOfType(PrivateAddressException.class).isThrownBy(() -> rebound.resolve("receiver.example"));
    }

    @Test
    void aNameWithoutAnyAddressIsUnknown() {
        Names none = _ -> new InetAddress[0];
        Names absent = _ -> null;

        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> new PublicDnsResolver(none).resolve("receiver.example"))
                .isNotInstanceOf(PrivateAddressException.class);
        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> new PublicDnsResolver(absent).resolve("receiver.example", 80))
                .isNotInstanceOf(PrivateAddressException.class);
    }
}
