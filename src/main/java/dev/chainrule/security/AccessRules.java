package dev.chainrule.security;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.OPTIONS;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;

/**
 * Which call needs which role: the only place that says so. The first rule that a request matches decides. What no rule names is left to
 * admins, for whom an address that does not exist is a 404.
 */
final class AccessRules {
    private static final List<HttpMethod> READING = List.of(GET, HEAD, OPTIONS);

    /** The state of the service, its contract and static pages. */
    private static final String[] PUBLIC = {
        "/actuator/health/**", "/v2/health/**", "/openapi.yaml", "/v3/api-docs", "/swagger-ui/**",
        "/webjars/**", "/problems/**"};

    private static final String[] OF_ADMINS = {"/api/v1/keys/**", "/actuator/backups/**"};

    private static final String[] OF_READERS = {
        "/api/v1/**", "/v2/**", "/actuator", "/actuator/info", "/actuator/metrics/**", "/actuator/prometheus"};

    /** Calls that are sent by POST because they have a body, but only compute. */
    private static final String[] COMPUTING = {
        "/api/v1/models/validate", "/api/v1/models/{model}/predict", "/api/v1/models/{model}/evaluate",
        "/api/v1/models/{model}/backprop", "/api/v1/models/{model}/gradient-check", "/api/v1/cost-surfaces",
        "/api/v1/minimizations", "/v2/models/{model}/infer", "/v2/models/{model}/versions/{version}/infer",
        "/v2/repository/index"};

    private static final String[] CREATING =
            {"/api/v1/datasets", "/api/v1/models", "/api/v1/models/import", "/api/v1/jobs", "/api/v1/sweeps"};

    private static final String[] COMMANDS = {
        "/api/v1/jobs/{job}/cancel", "/api/v1/jobs/{job}/pause", "/api/v1/jobs/{job}/resume",
        "/api/v1/sweeps/{sweep}/cancel", "/api/v1/sweeps/{sweep}/pause", "/api/v1/sweeps/{sweep}/resume"};

    private static final String[] SERVING = {
        "/api/v1/models/{model}/serving", "/api/v1/models/{model}/aliases/{alias}"};

    private static final String[] DELETING = {
        "/api/v1/datasets/{dataset}", "/api/v1/models/{model}", "/api/v1/models/{model}/versions/{version}",
        "/api/v1/models/{model}/aliases/{alias}", "/api/v1/jobs/{job}", "/api/v1/jobs/{job}/checkpoints",
        "/api/v1/sweeps/{sweep}"};

    private AccessRules() {}

    static void apply(AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry rules) {
        READING.forEach(method -> rules.requestMatchers(method, PUBLIC).permitAll());
        rules.requestMatchers(OF_ADMINS).hasRole(KeyRole.ADMIN.name());
        READING.forEach(method -> rules.requestMatchers(method, OF_READERS).hasRole(KeyRole.READER.name()));
        rules.requestMatchers(POST, COMPUTING).hasRole(KeyRole.READER.name());
        rules.requestMatchers(POST, CREATING).hasRole(KeyRole.TRAINER.name());
        rules.requestMatchers(POST, COMMANDS).hasRole(KeyRole.TRAINER.name());
        rules.requestMatchers(PUT, SERVING).hasRole(KeyRole.TRAINER.name());
        rules.requestMatchers(DELETE, DELETING).hasRole(KeyRole.TRAINER.name());
        rules.anyRequest().hasRole(KeyRole.ADMIN.name());
    }
}
