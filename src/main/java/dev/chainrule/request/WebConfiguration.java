package dev.chainrule.request;

import dev.chainrule.budget.Computations;
import dev.chainrule.budget.MemoryBudget;
import java.util.List;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** How Spring MVC calls controllers here. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

    @Bean
    WebMvcRegistrations budgetedCalls(MemoryBudget memory, Computations computations, RequestProperties limits) {
        return new WebMvcRegistrations() {
            @Override
            public RequestMappingHandlerAdapter getRequestMappingHandlerAdapter() {
                return new BudgetedHandlerAdapter(memory, computations, limits);
            }

            @Override
            public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
                return new JsonCalls();
            }
        };
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> requestIds() {
        return factory -> factory.addEngineValves(new RequestIdValve());
    }

    @Bean
    WebMvcConfigurer jsonBodies(JsonMapper mapper, MemoryBudget memory) {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new JsonBodies(mapper, memory));
            }
        };
    }

    @Bean
    WebMvcConfigurer acceptedTypes() {
        return new WebMvcConfigurer() {
            @Override
            public void configureContentNegotiation(ContentNegotiationConfigurer types) {
                types.strategies(List.of(new AcceptedTypes()));
            }
        };
    }

    /** No call takes a form as its body, so no body is parsed for parameters. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> unreadForms() {
        return factory -> factory.addConnectorCustomizers(connector -> connector.setParseBodyMethods(""));
    }
}
