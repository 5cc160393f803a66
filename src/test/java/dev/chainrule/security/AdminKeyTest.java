package dev.chainrule.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.security.AdminKey.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.mock.env.MockEnvironment;

/** Where the admin key comes from. */
class AdminKeyTest {
    private static final String SET = "an-admin-key-of-many-characters";

    @TempDir
    private Path folder;

    private AdminKey adminKey(String address, String set, String anonymous) {
        var settings = new AccessProperties(set, anonymous, List.of());
        var server = new ServerProperties();
        server.setAddress(InetAddress.ofLiteral(address));
        var environment = new MockEnvironment().withProperty("chainrule.data-folder", folder + "/new/data");
        return new AdminKey(settings, new OpenAccess(settings, server, new TomcatServerProperties()), environment);
    }

    private static void store(AdminKey key) {
        key.store((Source.MadeNow) key.source());
    }

    private Path file() {
        return folder.resolve("new/data/admin-key");
    }

    private static boolean is(AdminKey key, String text) {
        return key.hasSha256(KeyText.sha256(text));
    }

    @Test
    void serviceThatOnlyThisMachineReachesHasNone() {
        var key = adminKey("127.0.0.1", "", "");

        assertThat(key.source()).isEqualTo(new Source.NotNeeded());
        assertThat(file()).doesNotExist();
        assertThat(is(key, "")).isFalse();
    }

    @Test
    void serviceWhereEveryoneIsAdminHasNone() {
        assertThat(adminKey("0.0.0.0", "", "admin").source()).isEqualTo(new Source.NotNeeded());
        assertThat(file()).doesNotExist();
    }

    @Test
    void keyThatIsSetIsTheOnlyOne() {
        var key = adminKey("0.0.0.0", SET, "");

        assertThat(is(key, SET)).isTrue();
        assertThat(is(key, SET + "x")).isFalse();
        assertThat(file()).doesNotExist();
    }

    @Test
    void firstStartThatOthersReachMakesAKeyThatOnlyItsOwnerReads() throws IOException {
        var key = adminKey("0.0.0.0", "", "reader");
        assertThat(file()).doesNotExist();
        store(key);

        assertThat(file().getParent()).isDirectoryNotContaining(path -> !path.equals(file()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
        var text = Files.readString(file());
        assertThat(text).matches("crk_admin_[A-Za-z0-9]{43}\n");
        assertThat(is(key, text.strip())).isTrue();
        assertThat(key.source()).isInstanceOfSatisfying(Source.MadeNow.class, made -> {
            assertThat(made.key().reveal()).isEqualTo(text.strip());
            assertThat(made.toString()).doesNotContain(text.strip());
        });
    }

    @Test
    void laterStartsKeepTheKey() throws IOException {
        store(adminKey("0.0.0.0", "", ""));
        var text = Files.readString(file());

        var key = adminKey("0.0.0.0", "", "");

        assertThat(key.source()).isEqualTo(new Source.Stored(file()));
        assertThat(is(key, text.strip())).isTrue();
        assertThat(file()).hasContent(text);
    }

    @Test
    void fileWithAShortKeyEndsTheStartWithoutIt() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "short\n");

        assertThatThrownBy(() -> adminKey("0.0.0.0", "", "")).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("must have at least 20").hasMessageNotContaining("short");
    }

    @Test
    void keyThatAnotherServiceStoredMeanwhileIsKept() throws IOException {
        var later = adminKey("0.0.0.0", "", "");
        store(adminKey("0.0.0.0", "", ""));
        var text = Files.readString(file());

        assertThatThrownBy(() -> store(later)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("start this one again");
        assertThat(file()).hasContent(text);
    }

    @ParameterizedTest
    @CsvSource({"rw-------, false", "r--------, false", "rw-r-----, true", "rw----r--, true"})
    @ExtendWith(OutputCaptureExtension.class)
    void fileThatOthersCanReadIsWarnedOf(String mode, boolean warned, CapturedOutput log) throws IOException {
        store(adminKey("0.0.0.0", "", ""));
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));

        var key = adminKey("0.0.0.0", "", "");

        assertThat(key.source()).isEqualTo(new Source.Stored(file()));
        assertThat(log.getAll().contains("Other users of this machine can read the admin key in " + file()))
                .isEqualTo(warned);
    }

    @Test
    void folderThatCannotBeWrittenEndsTheStartAndNamesTheSetting() throws IOException {
        Files.writeString(folder.resolve("new"), "a file where the folder should be");

        assertThatThrownBy(() -> adminKey("0.0.0.0", "", "")).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("set CHAINRULE_ADMIN_KEY");
    }

    @Test
    void twoKeysAreNotEqual() {
        assertThat(KeyText.make().reveal()).isNotEqualTo(KeyText.make().reveal())
                .matches("crk_[A-Za-z0-9]{8}_[A-Za-z0-9]{43}");
    }
}
