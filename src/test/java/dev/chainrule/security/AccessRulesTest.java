package dev.chainrule.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Every operation of the contract with every role: one without a rule is open to admins only, which the contract says of few. */
@ServiceTest
@TestPropertySource(properties = {"chainrule.admin-key=" + AccessRulesTest.ADMIN_KEY,
    "server.forward-headers-strategy=native"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessRulesTest {
    static final String ADMIN_KEY = "an-admin-key-of-many-characters";

    private static final List<String> ROLES = Arrays.stream(KeyRole.values())
            .map(role -> role.name().toLowerCase(Locale.ROOT)).toList();

    /** Each request without a key comes from another address, because their number is limited. */
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Api api;
    private final JsonNode contract;
    private final Map<String, Api> callers;

    AccessRulesTest(Api api) {
        this.api = api;
        this.contract = api.send(api.at("/v3/api-docs").GET()).body();
        this.callers = ROLES.stream().collect(Collectors.toMap(role -> role, this::caller));
    }

    private Api caller(String role) {
        var made = api.withKey(ADMIN_KEY).post("/keys", "{\"name\": \"a-" + role + "\", \"role\": \"" + role + "\"}");
        return api.withKey(made.body().path("key").asString());
    }

    record Operation(String method, String path, Optional<String> role) {
        /** A request to something that does not exist. */
        String address() {
            return path.replace("{metric}", "cost").replace("{path}", "ping").replace("{version}", "1")
                    .replaceAll("\\{(job|sweep)}", "01890000-0000-7000-8000-000000000000")
                    .replaceAll("\\{\\w+}", "none");
        }

        int status(Api caller) {
            // An IPv6 network of its own.
            var address = "2001:db8:" + Integer.toHexString(ADDRESSES.incrementAndGet()) + "::1";
            var request = caller.at(address()).header("X-Forwarded-For", address)
                    .method(method, BodyPublishers.noBody()).build();
            return CLIENT.sendAsync(request, BodyHandlers.discarding()).join().statusCode();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** Those of the contract, which has every handler of the service. */
    Stream<Operation> operations() {
        var operations = new ArrayList<Operation>();
        contract.path("paths").forEachEntry((path, methods) -> methods.forEachEntry((method, operation) -> {
            if (!method.equals("parameters")) {
                assertThat(operation.has("security")).as("%s %s says who may call it", method, path).isTrue();
                var role = operation.path("security").path(0).path("key").path(0).stringValueOpt();
                operations.add(new Operation(method.toUpperCase(Locale.ROOT), path, role));
            }
        }));
        return operations.stream();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void operationIsOpenToItsRoleAndThoseAboveOnly(Operation operation) {
        int needed = operation.role().map(ROLES::indexOf).orElse(-1);

        int without = operation.status(api);
        assertThat(without).matches(status -> needed < 0 ? status != 401 && status < 500 : status == 401);
        for (int role = 0; role < ROLES.size(); role++) {
            int status = operation.status(callers.get(ROLES.get(role)));
            boolean allowed = role >= needed;
            assertThat(status).as(ROLES.get(role)).matches(
                    given -> allowed ? given != 401 && given != 403 && given < 500 : given == 403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT /api/v1/models/none", "PATCH /api/v1/jobs", "DELETE /api/v1/jobs",
        "POST /api/v1/models/none", "POST /api/v1/models/none/versions", "POST /api/v2/jobs", "GET /api", "GET /",
        "GET /favicon.ico", "POST /v2/models",
        "GET /actuator/env",
        "POST /actuator/shutdown", "POST /api/v1/jobs/", "POST /api/v1//jobs", "POST /API/v1/jobs", "GET /index.html",
        "POST /problems"})
    void whatNoRuleNamesIsLeftToAdmins(String operation) {
        var parts = operation.split(" ", 2);
        var unnamed = new Operation(parts[0], parts[1], Optional.empty());

        assertThat(unnamed.status(api))
                .isEqualTo(401);
        assertThat(unnamed.status(callers.get("reader"))).isEqualTo(403);
        assertThat(unnamed.status(callers.get("trainer"))).isEqualTo(403);
        assertThat(unnamed.status(callers.get("admin"))).isIn(404, 405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "OPTIONS"})
    void headAndOptionsNeedTheRoleOfGet(String method) {
        for (var operation : List.of("/api/v1/models", "/actuator/backups", "/actuator/health")) {
            var needed = operations().filter(known -> known.toString().equals("GET " + operation)).findFirst()
                    .orElseThrow().role();
            operationIsOpenToItsRoleAndThoseAboveOnly(new Operation(method, operation, needed));
        }
    }

    /** Spelled so that a rule would not see what the service serves. */
    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/keys;a=b", "/api/v1/%6Beys", "/api/v1/./keys", "/api/v1/models/../keys",
        "/api;a/v1/keys", "/api/v1/keys/.", "/%61pi/v1/keys"})
    void otherSpellingOfAnAddressDoesNotOpenIt(String path) {
        var operation = new Operation("GET", path, Optional.empty());

        assertThat(operation.status(callers.get("reader"))).isIn(400, 403, 404);
        assertThat(operation.status(api))
                .isIn(400, 401);
    }
}
