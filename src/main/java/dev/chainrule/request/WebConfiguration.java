package dev.chainrule.request;

import dev.chainrule.budget.Computations;
import dev.chainrule.budget.MemoryBudget;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

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
        };
    }
}
