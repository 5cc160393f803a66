package dev.chainrule.security;

import dev.chainrule.problem.BrowserHeaders;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.CorsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.StaticHeadersWriter;
import org.springframework.web.filter.CorsFilter;

/** The filters that every request passes. There are no sessions and no cookies, so that nothing a browser adds by itself gives a role. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    @Bean
    SecurityFilterChain securityFilters(HttpSecurity http, Callers callers, Refusals refusals, CorsProperties cors) {
        return http
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .servletApi(AbstractHttpConfigurer::disable)
                .headers(headers -> headers(headers, cors))
                .cors(filter -> otherOrigins(filter, cors))
                .addFilterAfter(new OtherSites(cors, refusals), CorsFilter.class)
                .addFilterBefore(new KeyFilter(callers), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(AccessRules::apply)
                .exceptionHandling(answers -> answers.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .build();
    }

    /** Requests of other origins pass without headers, so that their pages cannot read the answers. */
    private static void otherOrigins(CorsConfigurer<HttpSecurity> filter, CorsProperties cors) {
        var allowed = cors.configuration();
        if (cors.allowedOrigins().isEmpty()) {
            filter.disable();
        } else {
            filter.configurationSource(
                    request -> cors.allow(request.getHeader(HttpHeaders.ORIGIN)) ? allowed : null);
        }
    }

    /**
     * What browsers may do with an answer. Spring Security's {@code Cache-Control: no-store} is left out: answers with an ETag, and files,
     * may be kept. Where origins are allowed, every answer has the header Vary, so that a cache does not answer a page with what it holds for
     * another one.
     */
    private static void headers(HeadersConfigurer<HttpSecurity> headers, CorsProperties cors) {
        if (!cors.allowedOrigins().isEmpty()) {
            headers.addHeaderWriter(new StaticHeadersWriter(HttpHeaders.VARY, HttpHeaders.ORIGIN));
        }
        headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable)
                .xssProtection(HeadersConfigurer.XXssConfig::disable)
                .contentSecurityPolicy(policy -> policy.policyDirectives(BrowserHeaders.CONTENT_SECURITY_POLICY))
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                .crossOriginOpenerPolicy(policy -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(policy -> policy.policy("camera=(), geolocation=(), microphone=()"))
                .httpStrictTransportSecurity(policy -> policy.includeSubDomains(false))
                .withObjectPostProcessor(new ObjectPostProcessor<HeaderWriterFilter>() {
                    // Written first, headers need no wrapper around the answer.
                    @Override
                    public <O extends HeaderWriterFilter> O postProcess(O filter) {
                        filter.setShouldWriteHeadersEagerly(true);
                        return filter;
                    }
                });
    }

    /** Leaves to Tomcat and to the controllers what they check themselves, and answer with the right status. */
    @Bean
    StrictHttpFirewall firewall() {
        var firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        firewall.setAllowUrlEncodedDoubleSlash(true);
        firewall.setAllowUrlEncodedPercent(true);
        firewall.setAllowedHeaderNames(_ -> true);
        firewall.setAllowedHeaderValues(_ -> true);
        firewall.setAllowedParameterNames(_ -> true);
        return firewall;
    }

    /** A timer for each filter would cost more than the filters. */
    @Bean
    SecurityObservationSettings noObservations() {
        return SecurityObservationSettings.noObservations();
    }
}
