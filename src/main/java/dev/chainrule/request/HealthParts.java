package dev.chainrule.request;

import dev.chainrule.problem.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Answers 404 to a question for a part of a component that does not exist: Spring Boot's health endpoint fails there with a 500. */
@Component
final class HealthParts extends OncePerRequestFilter {
    private static final String PATH = "/actuator/health/";

    private final HealthContributorRegistry components;
    private final HealthEndpointGroups groups;
    private final HandlerExceptionResolver problems;

    HealthParts(
            HealthContributorRegistry components, HealthEndpointGroups groups,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        this.components = components;
        this.groups = groups;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith(PATH);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var name = request.getRequestURI().substring(PATH.length());
        var steps = Stream.of(name.split("/", -1)).filter(step -> !step.isEmpty()).toList();
        boolean ofGroup = !steps.isEmpty() && groups.get(steps.getFirst()) != null;
        if (exists(ofGroup ? steps.subList(1, steps.size()) : steps)) {
            chain.doFilter(request, response);
        } else {
            problems.resolveException(
                    request, response, null, ProblemException.notFound("part of the health", name));
        }
    }

    private boolean exists(List<String> steps) {
        HealthContributors parts = components;
        for (int i = 0; i < steps.size(); i++) {
            @Nullable
            HealthContributor part = parts.getContributor(steps.get(i));
            if (!(part instanceof HealthContributors inner)) {
                return part != null && i == steps.size() - 1;
            }
            parts = inner;
        }
        return true;
    }
}
