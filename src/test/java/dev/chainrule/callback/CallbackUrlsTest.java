package dev.chainrule.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.problem.Faults;
import dev.chainrule.problem.FieldProblem;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A URL that is read is one that can be called from anywhere; what is wrong with any other is said at its field. */
class CallbackUrlsTest {
    private static final String PRIVATE = "must have a public address";
    private static final String SPELLING = "must have its IPv4 address as four decimal numbers without leading zeros";
    private static final String HOST = "must have a host";

    private final Faults faults = new Faults();
    private final CallbackUrls urls = new CallbackUrls(Callbacks.properties(false));
    private final CallbackUrls allowingUrls = new CallbackUrls(Callbacks.properties(true));

    private List<String> details() {
        return faults.found().stream().map(FieldProblem::detail).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "https://example.com", "http://example.com", "HTTPS://EXAMPLE.COM/Hook",
        "https://example.com:8443/hooks/chainrule?team=a&x=%20",
        "https://example.com./", "https://example.com:/", "https://xn--bcher-kva.example/",
        "https://a-b.c-d.example/~x/;y=1/a,b",
        "https://localhost.example/", "https://notlocalhost/", "https://receiver/", "https://1receiver/",
        "https://1.1.example/", "https://example.com:1/",
        "https://example.com:65535/",
        "http://8.8.8.8/", "http://172.15.255.255/", "http://172.32.0.0/", "http://100.63.255.255/",
        "http://100.128.0.0/",
        "http://192.169.0.1/", "http://223.255.255.254:8080/x", "http://[2606:4700:4700::1111]/",
        "http://[2a00::1]:8080/hook",
        "http://[::ffff:8.8.8.8]/", "https://example.com/?"
    })
    void aPublicUrlIsRead(String given) {
        assertThat(urls.read(given, faults.at("callbackUrl"))).contains(URI.create(given));
        assertThat(faults.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // Loopback, unspecified, private, link-local and its metadata service, shared (CGNAT).
        "http://127.0.0.1/ | " + PRIVATE,
        "http://127.255.255.254:8080/x | " + PRIVATE,
        "http://0.0.0.0/ | " + PRIVATE,
        "http://0.1.2.3/ | " + PRIVATE,
        "http://10.0.0.1/ | " + PRIVATE,
        "http://172.16.0.1/ | " + PRIVATE,
        "http://172.31.255.255/ | " + PRIVATE,
        "http://192.168.1.1/ | " + PRIVATE,
        "http://169.254.169.254/latest/meta-data/ | " + PRIVATE,
        "http://100.64.0.1/ | " + PRIVATE,
        "http://100.127.255.255/ | " + PRIVATE,
        // Protocol assignments, documentation, 6to4 relays, benchmarks, multicast, reserved, broadcast.
        "http://192.0.0.1/ | " + PRIVATE,
        "http://192.0.2.1/ | " + PRIVATE,
        "http://198.51.100.7/ | " + PRIVATE,
        "http://203.0.113.7/ | " + PRIVATE,
        "http://192.88.99.1/ | " + PRIVATE,
        "http://198.19.0.1/ | " + PRIVATE,
        "http://224.0.0.1/ | " + PRIVATE,
        "http://239.255.255.250/ | " + PRIVATE,
        "http://240.0.0.1/ | " + PRIVATE,
        "http://255.255.255.255/ | " + PRIVATE,
        // The same in IPv6.
        "http://[::1]/ | " + PRIVATE,
        "http://[0:0:0:0:0:0:0:1]:8080/ | " + PRIVATE,
        "http://[::]/ | " + PRIVATE,
        "http://[fc00::1]/ | " + PRIVATE,
        "http://[fdff::1]/ | " + PRIVATE,
        "http://[fe80::1]/ | " + PRIVATE,
        "http://[febf::1]/ | " + PRIVATE,
        "http://[fec0::1]/ | " + PRIVATE,
        "http://[ff02::1]/ | " + PRIVATE,
        "http://[2001:db8::1]/ | " + PRIVATE,
        "http://[3fff::1]/ | " + PRIVATE,
        "http://[100::1]/ | " + PRIVATE,
        // IPv4 inside of IPv6: mapped, compatible, translated, NAT64, 6to4, Teredo.
        "http://[::ffff:127.0.0.1]/ | " + PRIVATE,
        "http://[::ffff:7f00:1]/ | " + PRIVATE,
        "http://[::ffff:a9fe:a9fe]/ | " + PRIVATE,
        "http://[::127.0.0.1]/ | " + PRIVATE,
        "http://[::8.8.8.8]/ | " + PRIVATE,
        "http://[::ffff:0:127.0.0.1]/ | " + PRIVATE,
        "http://[64:ff9b::7f00:1]/ | " + PRIVATE,
        "http://[64:ff9b:1::7f00:1]/ | " + PRIVATE,
        "http://[2002:7f00:1::]/ | " + PRIVATE,
        "http://[2001::7f00:1]/ | " + PRIVATE,
        // Spellings that one resolver takes for one address and another for another.
        "http://0177.0.0.1/ | " + SPELLING,
        "http://010.8.8.8/ | " + SPELLING,
        "http://8.8.8.08/ | " + SPELLING,
        "http://08.8.8.8/ | " + SPELLING,
        "http://2130706433/ | " + SPELLING,
        "http://017700000001/ | " + SPELLING,
        "http://0x7f000001/ | " + SPELLING,
        "http://0x7f.0.0.1/ | " + HOST,
        "http://127.1/ | " + HOST,
        "http://127.0.1/ | " + HOST,
        "http://a.1/ | " + HOST,
        "http://127.0.0.1./ | " + HOST,
        "http://256.0.0.1/ | " + HOST,
        "http://1.2.3.4.5/ | " + HOST,
        "http://%31%32%37.0.0.1/ | " + HOST,
        "http://[fe80::1%25eth0]/ | must not have a zone",
        "http://[::1 | is not a URL",
        "http://[]/ | is not a URL",
        "http://[1.2.3.4]/ | is not a URL",
        // This machine by name.
        "http://localhost/ | must not lead to the machine that the service runs on",
        "http://LocalHost:8080/ | must not lead to the machine that the service runs on",
        "http://localhost./ | must not lead to the machine that the service runs on",
        "http://db.localhost/ | must not lead to the machine that the service runs on",
        // Not a URL to post to.
        "'' | must be an absolute URL",
        "example.com/hook | must be an absolute URL",
        "//example.com/hook | must be an absolute URL",
        "/hook | must be an absolute URL",
        "ftp://example.com/ | must be an absolute URL",
        "file:///etc/passwd | must be an absolute URL",
        "gopher://example.com/ | must be an absolute URL",
        "javascript:alert(1) | must be an absolute URL",
        "jar:http://example.com/!/ | must be an absolute URL",
        "http:example.com | " + HOST,
        "http:/example.com | " + HOST,
        "http:///hook | " + HOST,
        "http:// | is not a URL",
        "http://?x | " + HOST,
        "http://my_receiver/ | " + HOST,
        "http://-a.example/ | " + HOST,
        "http://.example/ | " + HOST,
        "http://example.com:0/ | must have a port from 1 to 65535",
        "http://example.com:65536/ | must have a port from 1 to 65535",
        "http://example.com:99999999999/ | " + HOST,
        "http://example.com:-1/ | " + HOST,
        "http://example.com:80a/ | " + HOST,
        "http://user@example.com/ | must not have a user",
        "http://user:password@example.com/ | must not have a user",
        "http://@example.com/ | must not have a user",
        "http://example.com@127.0.0.1/ | must not have a user",
        "http://example.com@2130706433/ | must not have a user",
        "https://example.com/# | must not have a fragment",
        "https://example.com/#top | must not have a fragment",
        "http://exa mple.com/ | must be written in ASCII without spaces",
        "'http://example.com/ ' | must be written in ASCII without spaces",
        "http://bücher.example/ | must be written in ASCII without spaces",
        "http://①②⑦.⓪.⓪.①/ | must be written in ASCII without spaces",
        "http://example。com/ | must be written in ASCII without spaces",
        "http://example.com\\@127.0.0.1/ | is not a URL: illegal character",
        "http://example.com/%zz | is not a URL: malformed escape pair at index 19",
        "http://example.com/{id} | is not a URL: illegal character in path at index 19"
    })
    void aUrlThatIsWrongOrLeadsInsideIsRefusedAtItsField(String given, String beginning) {
        assertThat(urls.read(given, faults.at("callbackUrl"))).isEmpty();

        assertThat(faults.found()).hasSize(1);
        assertThat(faults.found().getFirst().pointer()).isEqualTo("/callbackUrl");
        assertThat(faults.found().getFirst().detail()).startsWith(beginning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.com/\r\nX: y", "http://example.com/\t", "http://example.com/\0",
        "http://example.com/\uD800",
        "http://example.com/\u007f"})
    void urlWithSpacesOrControlCharactersIsRefused(String given) {
        assertThat(urls.read(given, faults)).isEmpty();
        assertThat(details()).singleElement().asString().startsWith("must be written in ASCII without spaces");
    }

    @Test
    void aUrlHas2048CharactersAtMost() {
        var longest = "https://example.com/" + "a".repeat(2028);

        assertThat(urls.read(longest, faults)).contains(URI.create(longest));
        assertThat(urls.read(longest + "a", faults)).isEmpty();
        assertThat(details()).containsExactly("must have at most 2048 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:9000/hook", "http://127.0.0.1:9000/", "http://10.1.2.3/",
        "http://[::1]:9000/", "http://[fd00::1]/"})
    void privateAddressesAreReadIfTheConfigurationAllowsThem(String given) {
        assertThat(allowingUrls.read(given, faults)).contains(URI.create(given));
        assertThat(faults.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://0177.0.0.1/", "http://127.1/", "http://user@127.0.0.1/", "http://[fe80::1%251]/"})
    void oddSpellingsOfAddressesAreRefusedEvenIfPrivateOnesAreAllowed(String given) {
        assertThat(allowingUrls.read(given, faults)).isEmpty();
        assertThat(faults.count()).isEqualTo(1);
    }

    @Test
    void theFaultOfAPrivateAddressNamesTheSettingThatAllowsIt() {
        urls.read("http://10.0.0.1/", faults);

        assertThat(details()).containsExactly(
                "must have a public address: this service sends no callbacks to private, loopback or other"
                        + " special addresses unless chainrule.callback.allow-private is set");
    }

    @Test
    void missingUrlIsNoCallback() {
        assertThat(urls.read(null, faults)).isEmpty();
        assertThat(faults.isEmpty()).isTrue();
    }

    @Test
    void withoutAKeyTheFaultNamesTheSettingThatIsMissing() {
        var unsigned = new CallbackUrls(Callbacks.properties(List.of(), false, Duration.ofSeconds(1)));

        assertThat(unsigned.read("https://example.com/", faults.at("callbackUrl"))).isEmpty();
        assertThat(unsigned.read(null, faults.at("callbackUrl"))).isEmpty();
        assertThat(details()).containsExactly("needs a key to sign callbacks with, and this service has none:"
                + " set chainrule.callback.secret (CHAINRULE_CALLBACK_SECRET) or leave callbackUrl out");
    }
}
