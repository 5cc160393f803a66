package dev.chainrule.security;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.chainrule.Api;
import dev.chainrule.Api.Answer;
import dev.chainrule.ServiceTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Keys over HTTP: they are made, shown once, used, listed and revoked. */
@ServiceTest
@TestPropertySource(properties = "chainrule.admin-key=" + KeyApiTest.ADMIN_KEY)
class KeyApiTest {
    static final String ADMIN_KEY = "an-admin-key-of-many-characters";

    private final Api api;
    private final Api admin;
    private final KeyRepository stored;
    private final JdbcClient database;
    private final int port;

    KeyApiTest(Api api, KeyRepository stored, JdbcClient database, Environment environment) {
        this.port = environment.getRequiredProperty("local.server.port", Integer.class);
        this.api = api;
        this.admin = api.withKey(ADMIN_KEY);
        this.stored = stored;
        this.database = database;
    }

    private Answer make(String name, String role) {
        var made = admin.post("/keys", "{\"name\": \"" + name + "\", \"role\": \"" + role + "\"}");
        assertThat(made.status()).as("%s", made.body()).isEqualTo(201);
        return made;
    }

    private static String id(Answer made) {
        return made.body().path("id").asString();
    }

    private static String key(Answer made) {
        return made.body().path("key").asString();
    }

    private static String detail(Answer answer) {
        return answer.body().path("detail").asString();
    }

    private static void isUnauthorized(Answer answer, String challenge) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo(challenge);
        assertThat(answer.body().path("type").asString()).isEqualTo("/problems/unauthorized");
    }

    @Test
    void newKeyIsShownOnceAndStoredAsItsHash() {
        var made = make("shown", "reader");
        var key = key(made);

        assertThat(key).matches("crk_" + id(made) + "_[A-Za-z0-9]{43}");
        assertThat(made.header("Location")).isEqualTo("/api/v1/keys/" + id(made));
        assertThat(made.header("Cache-Control")).isEqualTo("no-store");
        assertThat(made.body().path("createdBy").asString()).isEqualTo("admin");
        var shown = admin.get("/keys/" + id(made)).body();
        assertThat(shown.propertyNames()).containsExactlyInAnyOrder(
                "id", "name", "role", "createdBy", "createdAt", "expiresAt", "lastUsedAt");
        assertThat(admin.get("/keys").body().toString()).contains(id(made)).doesNotContain(key);
        assertThat(database.sql("select * from api_key where id = ?").param(id(made)).query().singleRow().values())
                .noneMatch(value -> key.equals(value));
    }

    @Test
    void keyHasItsRoleUntilItIsRevoked() {
        var made = make("used", "reader");
        var reader = api.withKey(key(made));

        assertThat(reader.get("/models").status()).isEqualTo(200);
        await(() -> admin.get("/keys/" + id(made)).body().path("lastUsedAt").isString());

        assertThat(admin.delete("/keys/" + id(made)).status()).isEqualTo(204);
        isUnauthorized(reader.get("/models"), "Bearer realm=\"chainrule\", error=\"invalid_token\"");
        assertThat(admin.get("/keys/" + id(made)).status()).isEqualTo(404);
        assertThat(admin.delete("/keys/" + id(made)).status()).isEqualTo(404);
    }

    @Test
    void lastUseIsNotedOnceAnHour() {
        var made = make("often", "reader");
        for (int i = 0; i < 3; i++) {
            api.withKey(key(made)).get("/models");
        }
        await(() -> admin.get("/keys/" + id(made)).body().path("lastUsedAt").isString());
        var first = admin.get("/keys/" + id(made)).body().path("lastUsedAt");

        api.withKey(key(made)).get("/models");

        assertThat(admin.get("/keys/" + id(made)).body().path("lastUsedAt")).isEqualTo(first);
    }

    @Test
    void expiredKeyIsRefusedWithItsName() {
        var text = KeyText.make();
        stored.saveAndFlush(new StoredKey(
                text, "short-lived", KeyRole.ADMIN, Optional.of(Instant.now().minusSeconds(1)), "admin",
                Instant.now()));

        var answer = api.withKey(text.reveal()).get("/models");

        isUnauthorized(answer, "Bearer realm=\"chainrule\", error=\"invalid_token\"");
        assertThat(detail(answer)).isEqualTo("The key \"short-lived\" has expired");
    }

    @Test
    void expiredKeyFreesItsNameOnceAKeyIsMade() {
        var expired = stored.saveAndFlush(new StoredKey(
                KeyText.make(), "used-again", KeyRole.READER, Optional.of(Instant.now().minusSeconds(1)), "admin",
                Instant.now()));
        assertThat(admin.get("/keys/" + expired.id()).status()).isEqualTo(200);

        make("used-again", "reader");

        assertThat(admin.get("/keys/" + expired.id()).status()).isEqualTo(404);
    }

    @Test
    void expiredKeysDoNotCountTowardsTheLimit() {
        database.sql("""
                insert into api_key (id, name, role, sha256, created_by, created_at, expires_at)
                select lpad("X", 8, '0'), 'expired-' || "X", 'READER', repeat('0', 64), 'admin', now(),
                    now() - interval '1' second
                from system_range(1, 1000)""").update();

        make("one-of-few", "reader");

        assertThat(admin.get("/keys").body().path("data").size()).isLessThan(1000);
    }

    @Test
    void keyWithAnExpiryIsValidBeforeIt() {
        var made = admin.post("/keys",
                "{\"name\": \"expiring\", \"role\": \"trainer\", \"expiresAt\": \"2999-01-31T12:00:00+02:00\"}");

        assertThat(made.body().path("expiresAt").asString()).isEqualTo("2999-01-31T10:00:00Z");
        assertThat(api.withKey(key(made)).get("/models").status()).isEqualTo(200);
    }

    @Test
    void requestWithoutAKeyIsToldHowToSendOne() {
        var answer = api.get("/models");

        isUnauthorized(answer, "Bearer realm=\"chainrule\"");
        assertThat(detail(answer)).isEqualTo(
                "This call needs a key: send it in the header Authorization: Bearer crk_…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YWRtaW46YWRtaW4=", "Bearer", "Bearer ", ADMIN_KEY, "Bearer a b",
        "bearer\t" + ADMIN_KEY})
    void otherFormOfTheHeaderIsRefusedWithTheRightOne(String header) {
        var answer = api.send(api.request("/models").header("Authorization", header).GET());

        isUnauthorized(answer, "Bearer realm=\"chainrule\", error=\"invalid_request\"");
        assertThat(detail(answer)).isEqualTo(
                "The header Authorization must be Bearer, a space and a key, and be sent once");
    }

    /** Servers that read the first, and those that read the last, would see different keys. */
    @Test
    void twoKeysAreRefusedEvenIfBothAreValid() {
        var answer = admin.send(admin.request("/models").header("Authorization", "Bearer " + ADMIN_KEY).GET());

        isUnauthorized(answer, "Bearer realm=\"chainrule\", error=\"invalid_request\"");
    }

    @Test
    void schemeIsReadInAnyCase() throws IOException, InterruptedException {
        var request = api.request("/models").header("Authorization", "bEARER " + ADMIN_KEY).build();

        try (var client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void keyWithOneOtherCharacterIsRefused() {
        var key = key(make("exact", "reader"));
        var last = key.charAt(key.length() - 1);

        assertThat(api.withKey(key.substring(0, key.length() - 1) + (last == 'a' ? 'b' : 'a')).get("/models").status())
                .isEqualTo(401);
        assertThat(api.withKey(key + "a").get("/models").status()).isEqualTo(401);
        assertThat(api.withKey(ADMIN_KEY + "a").get("/models").status()).isEqualTo(401);
    }

    @Test
    void callBeyondTheRoleIsRefusedWithTheRoleThatItNeeds() {
        var reader = api.withKey(key(make("only-reads", "reader")));

        var answer = reader.post("/models", "{}");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"chainrule\", error=\"insufficient_scope\", scope=\"trainer\"");
        assertThat(answer.body().path("type").asString()).isEqualTo("/problems/forbidden");
        assertThat(detail(answer))
                .isEqualTo("This call needs the role trainer, but the key \"only-reads\" has the role reader");
    }

    @Test
    void bodyThatAClientAsksToSendIsWantedOnlyWithAValidKey() throws IOException {
        assertThat(answerBeforeTheBody(KeyText.make().reveal())).startsWith("HTTP/1.1 401 ");
        assertThat(answerBeforeTheBody(key(make("only-reads-bodies", "reader")))).startsWith("HTTP/1.1 403 ");
        assertThat(answerBeforeTheBody(ADMIN_KEY)).startsWith("HTTP/1.1 100 ");
    }

    /** A body may take hours to arrive. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/models|application/json|{\"name\": \"late\", \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}",
        "/datasets?name=late|text/csv|a,b\\n1,2\\n",
        "/datasets?name=late|application/json|{\"features\": [[0], [1]], \"targets\": [[0], [1]]}",
        "/datasets?name=late|multipart/form-data; boundary=b|--b\\r\\nContent-Disposition: form-data; name=\"file\";"
                + " filename=\"a.csv\"\\r\\n\\r\\na\\n1\\n\\r\\n--b--\\r\\n"
    })
    void keyThatIsRevokedWhileABodyArrivesStoresNothing(String path, String type, String escaped) throws IOException {
        var made = make("uploads", "trainer");
        var body = escaped.translateEscapes();
        String answer;
        try (var socket = new Socket("localhost", port)) {
            var out = socket.getOutputStream();
            out.write(("POST /api/v1" + path
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                    + key(made) + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n\r\n"
                    + body.substring(0, 5)).getBytes(StandardCharsets.US_ASCII));
            await(() -> !admin.get("/keys/" + id(made)).body().path("lastUsedAt").isNull());

            admin.delete("/keys/" + id(made));
            out.write(body.substring(5).getBytes(StandardCharsets.US_ASCII));
            answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(answer).startsWith("HTTP/1.1 401 ").contains("error=\"invalid_token\"");
        assertThat(admin.get(path.replaceFirst("[?].*", "") + "/late").status()).isEqualTo(404);
    }

    private String answerBeforeTheBody(String key) throws IOException {
        try (var socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(("POST /api/v1/models HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + key + "\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n"
                    + "Expect: 100-continue\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("nanoseconds beyond the end").isNegative();
        }
    }

    @Test
    void trainerCannotMakeKeys() {
        var trainer = api.withKey(key(make("trains", "trainer")));

        assertThat(trainer.post("/keys", "{\"name\": \"more\", \"role\": \"admin\"}").status()).isEqualTo(403);
        assertThat(trainer.get("/keys").status()).isEqualTo(403);
    }

    @Test
    void adminKeyMakesKeysInItsName() {
        var second = api.withKey(key(make("second-admin", "admin")));

        assertThat(second.post("/keys", "{\"name\": \"by-second\", \"role\": \"reader\"}").body().path("createdBy")
                .asString()).isEqualTo("second-admin");
    }

    @Test
    void takenNameIsAConflict() {
        make("twice", "reader");

        var answer = admin.post("/keys", "{\"name\": \"twice\", \"role\": \"reader\"}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(detail(answer)).startsWith("There is already a key named \"twice\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{}|/name /role", "{\"name\": \"a b\", \"role\": \"root\"}|/name /role",
        "{\"name\": \"admin\", \"role\": \"reader\"}|/name", "{\"name\": \"anonymous\", \"role\": \"reader\"}|/name",
        "{\"name\": \"a\", \"role\": \"READER\"}|/role", "{\"name\": \"a\", \"role\": 1}|/role",
        "{\"name\": \"a\", \"role\": \"reader\", \"expiresAt\": \"tomorrow\"}|/expiresAt",
        "{\"name\": \"a\", \"role\": \"reader\", \"expiresAt\": \"2020-01-01T00:00:00Z\"}|/expiresAt",
        "{\"name\": \"a\", \"role\": \"reader\", \"expiresAt\": \"+99999-01-01T00:00:00Z\"}|/expiresAt",
        "{\"name\": \"a\", \"role\": \"reader\", \"expires\": \"2999-01-01T00:00:00Z\"}|/expires"
    })
    void faultyRequestNamesEachFault(String body, String pointers) {
        var answer = admin.post("/keys", body);

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
        assertThat(String.join(" ", answer.pointers())).isEqualTo(pointers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "AAAAAAAA", "AAAA%20AAA", "01890000-0000-7000-8000-000000000000"})
    void unknownIdIsNotFound(String id) {
        assertThat(admin.get("/keys/" + id).status()).isEqualTo(404);
        assertThat(admin.delete("/keys/" + id).status()).isEqualTo(404);
    }

    @Test
    void linesThatARequestLogsHaveTheIdOfItsKey() {
        var second = make("logged", "admin");
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        var log = (Logger) LoggerFactory.getLogger(Keys.class);
        log.addAppender(lines);
        try {
            api.withKey(key(second)).delete("/keys/" + id(make("made-by-admin", "reader")));
        } finally {
            log.detachAppender(lines);
        }

        assertThat(lines.list).extracting(line -> line.getMDCPropertyMap().get("keyId"))
                .containsExactly("admin", id(second));
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void neitherTheLogNorAnAnswerNorAMetricHasAKey(CapturedOutput log) {
        var made = make("silent", "reader");
        var key = key(made);
        var secret = key.substring("crk_12345678_".length());
        var reader = api.withKey(key);

        var answers = reader.get("/models/none").body().toString()
                + reader.post("/models", "{}").body()
                + api.withKey(key + "x").get("/models").body()
                + api.send(api.request("/models").header("Authorization", key).GET()).body()
                + admin.send(admin.at("/actuator/metrics/http.server.requests").GET()).body()
                + admin.send(admin.at("/actuator/info").GET()).body();
        admin.send(admin.request("/keys/" + id(made)).method("PATCH", BodyPublishers.noBody()));
        admin.delete("/keys/" + id(made));

        assertThat(answers).doesNotContain(secret).doesNotContain(ADMIN_KEY);
        assertThat(log).contains("admin made the key \"silent\" (" + id(made) + ", READER)")
                .contains("admin revoked the key \"silent\"").doesNotContain(secret).doesNotContain(ADMIN_KEY);
    }

    /** Tomcat logs the bytes of requests at DEBUG. */
    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void logOfEverythingHasNoKey(CapturedOutput log) {
        var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        var level = root.getLevel();
        root.setLevel(Level.TRACE);
        String made;
        var wrong = KeyText.make().reveal();
        try {
            made = key(make("traced", "reader"));
            assertThat(api.withKey(made).get("/models").status()).isEqualTo(200);
            assertThat(api.withKey(wrong).get("/models").status()).isEqualTo(401);
        } finally {
            root.setLevel(level);
        }

        assertThat(log).contains("Securing GET /api/v1/models");
        assertThat(log.getAll().contains(made)).as("the new key").isFalse();
        assertThat(log.getAll().contains(wrong)).as("the wrong key").isFalse();
        assertThat(log.getAll().contains(ADMIN_KEY)).as("the admin key").isFalse();
    }
}
